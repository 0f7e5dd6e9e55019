package featureflags.catalog;

import featureflags.engine.Flag;
import java.time.Instant;

/// A flag as it is stored.
///
/// @param flag what is evaluated
/// @param details what people say about it
/// @param version counts the changes of this flag, from 1
/// @param createdAt when the first version was stored
/// @param updatedAt when this version was stored
/// @param state whether it is in use
public record Entry(
    Flag flag, Details details, int version, Instant createdAt, Instant updatedAt, State state) {
  /// @throws IllegalArgumentException when the version is less than 1
  public Entry {
    if (version < 1) {
      throw new IllegalArgumentException("version %d is less than 1".formatted(version));
    }
  }

  /// The first version of a flag.
  public static Entry first(Draft draft, Instant now) {
    return new Entry(draft.flag(), draft.details(), 1, now, now, new State.Active());
  }

  /// The next version, with another definition.
  public Entry revised(Draft draft, Instant now) {
    return new Entry(draft.flag(), draft.details(), version + 1, createdAt, now, state);
  }

  /// The next version, out of use.
  public Entry archived(Instant now) {
    return new Entry(flag, details, version + 1, createdAt, now, new State.Archived(now));
  }

  /// The next version, in use again.
  public Entry restored(Instant now) {
    return new Entry(flag, details, version + 1, createdAt, now, new State.Active());
  }

  /// What a person would edit to make the next version.
  public Draft draft() {
    return new Draft(flag, details);
  }
}
