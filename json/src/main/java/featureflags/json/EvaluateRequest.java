package featureflags.json;

import featureflags.engine.Context;
import featureflags.engine.Value;

/// The body of `POST /evaluate`.
///
/// @param flagKey the flag to evaluate
/// @param context for whom
public record EvaluateRequest(String flagKey, Context context) {
  /// Reads the body.
  ///
  /// @throws InvalidDocument with everything that is wrong
  public static EvaluateRequest read(byte[] body) {
    return UsualRequest.one(body).orElseGet(() -> readCarefully(body));
  }

  static EvaluateRequest readCarefully(byte[] body) {
    var violations = new Violations();
    var fields = Fields.of(ValueReader.read(body), "", violations);
    String flagKey = fields.requiredText("flagKey", Integer.MAX_VALUE);
    Context context = contextOf(fields);
    fields.refuseOthers();
    violations.check();
    return new EvaluateRequest(flagKey, context);
  }

  static Context contextOf(Fields request) {
    Value context = request.value("context");
    return context instanceof Value.Nothing
        ? Context.empty()
        : ContextShape.read(context, request.at("context"), request.violations());
  }
}
