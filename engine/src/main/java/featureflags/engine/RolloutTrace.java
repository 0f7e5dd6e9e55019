package featureflags.engine;

/// How a rollout came to serve a subject or not.
///
/// @param admission whether the subject is in
/// @param draw which variant it got
public record RolloutTrace(Admission admission, Draw draw) {
  /// Whether the rollout served.
  public boolean served() {
    return admission.admitted() && draw.served();
  }
}
