package featureflags.json;

import java.util.ArrayList;
import java.util.List;

/// Gathers all that is wrong with a document, so that one answer names it all.
final class Violations {
  private final List<Violation> found;
  private final boolean muted;

  Violations() {
    this(new ArrayList<>(), false);
  }

  private Violations(List<Violation> found, boolean muted) {
    this.found = found;
    this.muted = muted;
  }

  /// The same violations, for a reader of what is known to be wrong as a whole: nothing that it
  /// finds is worth telling.
  Violations muted() {
    return new Violations(found, true);
  }

  void add(String pointer, String message) {
    if (!muted) {
      found.add(new Violation(pointer, message));
    }
  }

  int count() {
    return found.size();
  }

  boolean none() {
    return found.isEmpty();
  }

  /// @throws InvalidDocument when anything was found
  void check() {
    if (!found.isEmpty()) {
      throw new InvalidDocument(found);
    }
  }

  /// A pointer one step further in (RFC 6901 escapes `~` and `/`).
  static String at(String pointer, String name) {
    return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
  }

  static String at(String pointer, int index) {
    return pointer + "/" + index;
  }
}
