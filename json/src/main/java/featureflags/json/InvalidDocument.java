package featureflags.json;

import java.util.List;
import java.util.stream.Collectors;

/// A document that cannot be read, with everything that is wrong with it.
public final class InvalidDocument extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Violation> violations;

  /// @param violations at least one
  public InvalidDocument(List<Violation> violations) {
    super(
        violations.stream()
            .map(violation -> violation.pointer() + ": " + violation.message())
            .collect(Collectors.joining("; ")));
    this.violations = List.copyOf(violations);
  }

  /// A document with a single thing wrong.
  public InvalidDocument(String pointer, String message) {
    this(List.of(new Violation(pointer, message)));
  }

  /// What is wrong, in the order of the document.
  public List<Violation> violations() {
    return violations;
  }
}
