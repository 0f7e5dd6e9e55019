package featureflags.testkit;

import featureflags.engine.Condition;
import featureflags.engine.Operator;
import featureflags.engine.Value;
import java.util.List;
import org.quicktheories.core.Gen;

/// Generators of conditions: every operator, with values that fit it and often hit.
public final class RandomConditions {
  private RandomConditions() {}

  /// A test of one attribute.
  public static Gen<Condition.AttributeTest> tests() {
    return source -> test(new Dice(source));
  }

  static Condition.AttributeTest test(Dice dice) {
    Operator operator = dice.pick(List.of(Operator.values()));
    List<Value> values =
        operator.takesNoValues() ? List.of() : dice.several(1, 4, each -> fitting(each, operator));
    return new Condition.AttributeTest(dice.pick(Vocabulary.ASKED), operator, values);
  }

  private static Value fitting(Dice dice, Operator operator) {
    return switch (operator) {
      case EQ, NEQ, IN, NOT_IN -> equal(dice);
      case CONTAINS, NOT_CONTAINS, STARTS_WITH, ENDS_WITH -> new Value.Text(Vocabulary.word(dice));
      case MATCHES -> new Value.Text(dice.pick(Vocabulary.PATTERNS));
      case GT, GTE, LT, LTE -> number(dice);
      case EXISTS, NOT_EXISTS -> throw new IllegalArgumentException(operator + " takes no values");
    };
  }

  private static Value equal(Dice dice) {
    return switch (dice.below(4)) {
      case 0 -> new Value.Bool(dice.onceIn(2));
      case 1 -> number(dice);
      case 2 -> new Value.Text(RandomTexts.storable(dice, 6));
      default -> new Value.Text(Vocabulary.word(dice));
    };
  }

  private static Value number(Dice dice) {
    return switch (dice.below(3)) {
      case 0 -> new Value.Whole(RandomValues.whole(dice));
      case 1 -> new Value.Decimal(RandomValues.decimal(dice));
      default -> new Value.Text(Long.toString(dice.between(-20, 20)));
    };
  }
}
