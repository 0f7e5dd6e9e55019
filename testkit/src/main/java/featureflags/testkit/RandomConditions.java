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
    String attribute = dice.pick(Vocabulary.ASKED);
    boolean ignoreCase = operator.comparesTexts() && dice.onceIn(3);
    return new Condition.AttributeTest(attribute, operator, values(dice, operator), ignoreCase);
  }

  private static List<Value> values(Dice dice, Operator operator) {
    if (operator == Operator.MODULO) {
      long divisor = dice.onceIn(4) ? Long.MAX_VALUE : dice.between(1, 4);
      return List.of(new Value.Whole(divisor), new Value.Whole(dice.between(0, divisor - 1) % 4));
    }
    return operator.takesNoValues()
        ? List.of()
        : dice.several(1, 4, each -> fitting(each, operator));
  }

  /// A tree.
  ///
  /// @param depth how deep it may nest, from 0
  /// @param world what it may refer to
  static Condition tree(Dice dice, int depth, World world) {
    return switch (dice.below(depth == 0 ? 4 : 8)) {
      case 0, 1 -> test(dice);
      case 2 -> world.segment(dice);
      case 3 -> world.flag(dice);
      case 4 -> new Condition.Not(tree(dice, depth - 1, world));
      case 5 -> new Condition.Any(dice.several(0, 3, each -> tree(each, depth - 1, world)));
      default -> new Condition.All(dice.several(0, 3, each -> tree(each, depth - 1, world)));
    };
  }

  private static Value fitting(Dice dice, Operator operator) {
    return switch (operator) {
      case EQ, NEQ, IN, NOT_IN -> equal(dice);
      case CONTAINS, NOT_CONTAINS, STARTS_WITH, ENDS_WITH -> new Value.Text(Vocabulary.word(dice));
      case MATCHES -> new Value.Text(dice.pick(Vocabulary.PATTERNS));
      case GT, GTE, LT, LTE -> number(dice);
      case BEFORE, AFTER -> time(dice);
      case SEMVER_EQ, SEMVER_GT, SEMVER_GTE, SEMVER_LT, SEMVER_LTE ->
          new Value.Text(dice.pick(Vocabulary.VERSIONS));
      case IN_CIDR ->
          new Value.Text(dice.pick(dice.pick(List.of(Vocabulary.BLOCKS, Vocabulary.ADDRESSES))));
      case MODULO, EXISTS, NOT_EXISTS ->
          throw new IllegalArgumentException(operator + " takes no single values");
    };
  }

  private static Value time(Dice dice) {
    return dice.onceIn(3)
        ? new Value.Whole(1_769_860_800_000L + dice.between(-2, 2))
        : new Value.Text(dice.pick(Vocabulary.TIMES));
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
