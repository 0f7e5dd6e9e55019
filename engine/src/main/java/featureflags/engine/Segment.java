package featureflags.engine;

import java.util.Optional;

/// A named group of subjects: those that are listed, and those a condition holds for. Who is
/// excluded is out, whatever else; who is included is in; of all others the condition decides.
///
/// @param key its name, unique in its environment
/// @param when the condition; [Condition#NOBODY] for a segment that is nothing but its lists
/// @param included the targeting keys that are in
/// @param excluded the targeting keys that are out
public record Segment(String key, Condition when, SubjectSet included, SubjectSet excluded) {
  /// How many keys its two lists may have together.
  public static final int MAX_KEYS = 1_000_000;

  /// @throws IllegalArgumentException when the key is none, the tree is too large, or it refers to
  ///   a flag or another segment
  public Segment {
    Key.checked("segment", key);
    Condition.flaw(when)
        .or(() -> flaw(when))
        .ifPresent(flaw -> {
          throw new IllegalArgumentException(flaw);
        });
  }

  /// Why the condition may not be a segment's; empty when it may.
  public static Optional<String> flaw(Condition when) {
    return References.of(when).isEmpty()
        ? Optional.empty()
        : Optional.of(
            "a segment's condition tests attributes; it refers to no flag and no other segment");
  }
}
