package featureflags.json;

import featureflags.engine.Value;

/// The body of `POST /flags/{key}/revert`.
///
/// @param to the version whose successor is to be taken back, from 1
/// @param comment what is said about it; empty when nothing
public record RevertRequest(int to, String comment) {
  private static final int MAX_COMMENT = 2_000;

  /// Reads the body.
  ///
  /// @throws InvalidDocument with everything that is wrong
  public static RevertRequest read(Value document) {
    var violations = new Violations();
    Storability.check(document, "", violations);
    var fields = Fields.of(document, "", violations);
    int to = fields.integer("to", 0);
    if (to < 1 || to == Integer.MAX_VALUE) {
      fields.wrong("to", "must be a version that has a successor, from 1", "");
    }
    String comment = fields.text("comment", "", MAX_COMMENT);
    fields.refuseOthers();
    violations.check();
    return new RevertRequest(to, comment);
  }
}
