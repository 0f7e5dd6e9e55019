package featureflags.bench;

import java.util.Map;

/// [Scenario#ON], by hand.
final class LimitOn implements Limit {
  private static final Answer ON = new Answer("on", "ROLLOUT", "");

  @Override
  public Answer evaluate(Map<String, Object> context) {
    return ON;
  }
}
