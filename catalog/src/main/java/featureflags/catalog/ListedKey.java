package featureflags.catalog;

import featureflags.engine.SubjectSet;
import java.util.Optional;

/// The rule that every key in a list of a segment keeps.
public final class ListedKey {
  private ListedKey() {}

  /// Why the text may not be in a list; empty when it may.
  public static Optional<String> flaw(String key) {
    if (key.isEmpty()) {
      return Optional.of("is empty");
    }
    if (key.length() > SubjectSet.MAX_KEY_LENGTH) {
      return Optional.of(
          "has %d characters; at most %d are allowed"
              .formatted(key.length(), SubjectSet.MAX_KEY_LENGTH));
    }
    if (key.indexOf('\n') >= 0) {
      return Optional.of("holds a line feed, which stands between keys");
    }
    int flaw = StorableText.flaw(key);
    return flaw < 0
        ? Optional.empty()
        : Optional.of(
            "holds the character U+%04X, which cannot be stored".formatted((int) key.charAt(flaw)));
  }
}
