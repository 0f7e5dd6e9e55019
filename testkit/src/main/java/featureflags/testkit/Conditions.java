package featureflags.testkit;

import featureflags.engine.Condition;
import featureflags.engine.Operator;
import java.util.List;

/// Builds conditions: `all(test("plan", EQ, "pro"), not(inSegment("beta")))`.
public final class Conditions {
  private Conditions() {}

  /// A test of one attribute; see [Values#value] for what the values may be.
  public static Condition test(String attribute, Operator operator, Object... values) {
    return new Condition.AttributeTest(attribute, operator, Values.several(values), false);
  }

  /// A test of one attribute that ignores case.
  public static Condition testIgnoringCase(String attribute, Operator operator, Object... values) {
    return new Condition.AttributeTest(attribute, operator, Values.several(values), true);
  }

  /// All of them.
  public static Condition all(Condition... conditions) {
    return new Condition.All(List.of(conditions));
  }

  /// Any of them.
  public static Condition any(Condition... conditions) {
    return new Condition.Any(List.of(conditions));
  }

  /// The complement.
  public static Condition not(Condition condition) {
    return new Condition.Not(condition);
  }

  /// Membership in a segment.
  public static Condition inSegment(String segment) {
    return new Condition.InSegment(segment);
  }

  /// Another flag that serves one of these variants.
  public static Condition flagServes(String flag, String... variants) {
    return new Condition.FlagServes(flag, List.of(variants));
  }
}
