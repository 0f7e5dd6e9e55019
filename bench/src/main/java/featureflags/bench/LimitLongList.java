package featureflags.bench;

import java.util.HashSet;
import java.util.Map;

/// [Scenario#LONG_LIST], by hand.
final class LimitLongList implements Limit {
  private static final Answer LISTED = new Answer("on", "TARGETING_RULE", "r1");
  private static final Answer OFF = new Answer("off", "DEFAULT", "");
  private static final HashSet<String> IDS = new HashSet<>(SixFlags.ids(1_000));

  @Override
  public Answer evaluate(Map<String, Object> context) {
    return context.get("targetingKey") instanceof String key && IDS.contains(key) ? LISTED : OFF;
  }
}
