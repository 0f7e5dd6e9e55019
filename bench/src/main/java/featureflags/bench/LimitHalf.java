package featureflags.bench;

import java.util.Map;

/// [Scenario#HALF], by hand.
final class LimitHalf implements Limit {
  private static final Answer ON = new Answer("on", "ROLLOUT", "");
  private static final Answer OFF = new Answer("off", "DEFAULT", "");
  private static final LimitMurmur3 SALTED = new LimitMurmur3(":half");

  @Override
  public Answer evaluate(Map<String, Object> context) {
    return context.get("targetingKey") instanceof String key && SALTED.slot(key) < 50_000
        ? ON
        : OFF;
  }
}
