package featureflags.bench;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/// [Scenario#TEN_RULES], by hand: the rules have five plans between them, so the plan leaves two.
final class LimitTenRules implements Limit {
  private static final List<Set<String>> COUNTRIES =
      IntStream.range(0, 10)
          .<Set<String>>mapToObj(i -> new HashSet<>(SixFlags.countries(i)))
          .toList();
  private static final Set<String> C1 = COUNTRIES.get(0);
  private static final Set<String> C2 = COUNTRIES.get(1);
  private static final Set<String> C3 = COUNTRIES.get(2);
  private static final Set<String> C4 = COUNTRIES.get(3);
  private static final Set<String> C5 = COUNTRIES.get(4);
  private static final Set<String> C6 = COUNTRIES.get(5);
  private static final Set<String> C7 = COUNTRIES.get(6);
  private static final Set<String> C8 = COUNTRIES.get(7);
  private static final Set<String> C9 = COUNTRIES.get(8);
  private static final Set<String> C10 = COUNTRIES.get(9);
  private static final Answer R1 = new Answer("on", "TARGETING_RULE", "r1");
  private static final Answer R2 = new Answer("on", "TARGETING_RULE", "r2");
  private static final Answer R3 = new Answer("on", "TARGETING_RULE", "r3");
  private static final Answer R4 = new Answer("on", "TARGETING_RULE", "r4");
  private static final Answer R5 = new Answer("on", "TARGETING_RULE", "r5");
  private static final Answer R6 = new Answer("on", "TARGETING_RULE", "r6");
  private static final Answer R7 = new Answer("on", "TARGETING_RULE", "r7");
  private static final Answer R8 = new Answer("on", "TARGETING_RULE", "r8");
  private static final Answer R9 = new Answer("on", "TARGETING_RULE", "r9");
  private static final Answer R10 = new Answer("on", "TARGETING_RULE", "r10");
  private static final Answer OFF = new Answer("off", "DEFAULT", "");

  @Override
  public Answer evaluate(Map<String, Object> context) {
    if (!(context.get("plan") instanceof String plan)
        || !(context.get("country") instanceof String country)) {
      return OFF;
    }
    return switch (plan) {
      case "free" -> C1.contains(country) ? R1 : C6.contains(country) ? R6 : OFF;
      case "basic" -> C2.contains(country) ? R2 : C7.contains(country) ? R7 : OFF;
      case "team" -> C3.contains(country) ? R3 : C8.contains(country) ? R8 : OFF;
      case "business" -> C4.contains(country) ? R4 : C9.contains(country) ? R9 : OFF;
      case "enterprise" -> C5.contains(country) ? R5 : C10.contains(country) ? R10 : OFF;
      default -> OFF;
    };
  }
}
