package featureflags.bench;

import java.util.Map;

/// [Scenario#SPLIT], by hand.
final class LimitSplit implements Limit {
  private static final Answer A = new Answer("a", "ROLLOUT", "");
  private static final Answer B = new Answer("b", "ROLLOUT", "");
  private static final Answer C = new Answer("c", "ROLLOUT", "");
  private static final Answer D = new Answer("d", "ROLLOUT", "");
  private static final Answer E = new Answer("e", "ROLLOUT", "");
  private static final Answer NOBODY = new Answer("a", "DEFAULT", "");
  private static final LimitMurmur3 SALTED = new LimitMurmur3(":split:split");

  @Override
  public Answer evaluate(Map<String, Object> context) {
    if (!(context.get("targetingKey") instanceof String key)) {
      return NOBODY;
    }
    int slot = SALTED.slot(key);
    if (slot < 40_000) {
      return A;
    }
    if (slot < 65_000) {
      return B;
    }
    if (slot < 85_000) {
      return C;
    }
    return slot < 95_000 ? D : E;
  }
}
