package featureflags.engine;

/// What a rule or a rollout gives to those it admits.
public sealed interface Serve {
  /// The same variant to everybody.
  record One(String variant) implements Serve {}
}
