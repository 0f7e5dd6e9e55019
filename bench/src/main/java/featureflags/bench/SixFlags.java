package featureflags.bench;

import static featureflags.engine.Operator.EQ;
import static featureflags.engine.Operator.GT;
import static featureflags.engine.Operator.IN;
import static featureflags.engine.Operator.SEMVER_GTE;
import static featureflags.testkit.Conditions.all;
import static featureflags.testkit.Conditions.test;
import static featureflags.testkit.FlagBuilder.flag;
import static featureflags.testkit.RuleBuilder.when;

import featureflags.engine.Flag;
import featureflags.engine.ValueType;
import featureflags.engine.Weight;
import featureflags.testkit.FlagBuilder;
import java.util.List;
import java.util.stream.IntStream;

/// The definitions of the six flags that are measured.
final class SixFlags {
  /// The plans that the ten rules go through twice.
  private static final List<String> PLANS =
      List.of("free", "basic", "team", "business", "enterprise");

  private SixFlags() {}

  static Flag on() {
    return flag("on").enabled().rollout(100).build();
  }

  static Flag half() {
    return flag("half").enabled().rollout(50).build();
  }

  static Flag tenRules() {
    FlagBuilder flag = flag("ten-rules").enabled();
    for (int i = 0; i < 10; i++) {
      flag.rule(when(all(test("plan", EQ, plan(i)), test("country", IN, countries(i).toArray()))));
    }
    return flag.build();
  }

  /// The plan of one of the ten rules; the fifth and the tenth have the last.
  static String plan(int rule) {
    return PLANS.get(rule % PLANS.size());
  }

  /// The five countries of one of the ten rules; no two rules share one.
  static List<String> countries(int rule) {
    return IntStream.range(0, 5)
        .mapToObj(i -> "" + (char) ('A' + i) + (char) ('A' + rule))
        .toList();
  }

  static Flag longList() {
    return flag("long-list").enabled().rule(when("targetingKey", IN, ids(1_000).toArray())).build();
  }

  /// Ids that count up.
  static List<String> ids(int count) {
    return IntStream.range(0, count).mapToObj(SixFlags::id).toList();
  }

  /// One of the ids that count up.
  static String id(int number) {
    return "user-%06d".formatted(number);
  }

  static Flag split() {
    FlagBuilder flag = flag("split").enabled().type(ValueType.STRING).off("a").otherwise("a");
    List.of("a", "b", "c", "d", "e").forEach(arm -> flag.variant(arm, arm));
    return flag.rollout(100)
        .split(
            new Weight("a", 40),
            new Weight("b", 25),
            new Weight("c", 20),
            new Weight("d", 10),
            new Weight("e", 5))
        .build();
  }

  static Flag version() {
    return flag("version")
        .enabled()
        .rule(when(all(test("appVersion", SEMVER_GTE, "2.4.0"), test("seats", GT, 10))))
        .build();
  }
}
