package featureflags.json;

import java.util.ArrayList;
import java.util.List;

/// Gathers all that is wrong with a document, so that one answer names it all.
final class Violations {
  private final List<Violation> found = new ArrayList<>();

  void add(String pointer, String message) {
    found.add(new Violation(pointer, message));
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
