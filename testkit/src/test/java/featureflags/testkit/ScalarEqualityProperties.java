package featureflags.testkit;

import static featureflags.testkit.ContextBuilder.nobody;
import static featureflags.testkit.FlagBuilder.flag;
import static featureflags.testkit.RuleBuilder.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;

import featureflags.engine.CompiledFlag;
import featureflags.engine.Operator;
import featureflags.engine.Ruleset;
import featureflags.engine.Value;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.quicktheories.core.Gen;

/// Two scalars are equal exactly when their canonical texts are, whatever their types.
class ScalarEqualityProperties {
  @Test
  void equalsAnyOfManyValuesExactlyWhenOneOfTheirCanonicalTextsIsTheAttributes() {
    qt().withExamples(20_000)
        .forAll(valuesAndAttribute())
        .checkAssert(given -> {
          Value attribute = given.getFirst();
          List<Value> values = given.subList(1, given.size());

          boolean expected = values.stream().anyMatch(each -> text(each).equals(text(attribute)));

          assertThat(holds(Operator.IN, values, attribute)).isEqualTo(expected);
          assertThat(holds(Operator.EQ, values, attribute)).isEqualTo(expected);
          assertThat(holds(Operator.NEQ, values, attribute)).isEqualTo(!expected);
          assertThat(holds(Operator.NOT_IN, values, attribute)).isEqualTo(!expected);
        });
  }

  @Test
  void everyScalarEqualsItselfAndItsOwnText() {
    qt().withExamples(5_000)
        .forAll(RandomValues.scalars())
        .checkAssert(scalar -> {
          assertThat(holds(Operator.EQ, List.of(scalar), scalar)).isTrue();
          assertThat(holds(Operator.EQ, List.of(new Value.Text(text(scalar))), scalar)).isTrue();
          assertThat(holds(Operator.EQ, List.of(scalar), new Value.Text(text(scalar)))).isTrue();
        });
  }

  private static boolean holds(Operator operator, List<Value> values, Value attribute) {
    var compiled =
        CompiledFlag.of(flag("f").enabled().rule(when("a", operator, values.toArray())).build());

    return compiled
        .evaluate(nobody().with("a", attribute).build(), Ruleset.empty())
        .variant()
        .key()
        .equals("on");
  }

  /// The canonical text by its definition, without the engine.
  private static String text(Value scalar) {
    return switch (scalar) {
      case Value.Text(String text) -> text;
      case Value.Bool(boolean bool) -> bool ? "true" : "false";
      case Value.Whole(long number) -> Long.toString(number);
      case Value.Decimal(double number) ->
          new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
      case Value.Items _, Value.Structure _, Value.Nothing _ ->
          throw new IllegalArgumentException(scalar + " is no scalar");
    };
  }

  /// An attribute and values, one of them often the attribute in another type.
  private static Gen<List<Value>> valuesAndAttribute() {
    return source -> {
      var dice = new Dice(source);
      Value one = RandomValues.scalar(dice);
      Value twin = dice.onceIn(2) ? retyped(dice, text(one)) : RandomValues.scalar(dice);
      return switch (dice.below(3)) {
        case 0 -> List.of(one, twin);
        case 1 -> List.of(twin, one);
        default -> List.of(one, RandomValues.scalar(dice), twin, RandomValues.scalar(dice));
      };
    };
  }

  private static Value retyped(Dice dice, String text) {
    if (!text.matches("-?[0-9]+(\\.[0-9]+)?")) {
      return new Value.Text(text);
    }
    var number = new BigDecimal(text);
    boolean fitsLong = number.scale() <= 0 && number.precision() <= 18;
    return switch (dice.below(3)) {
      case 0 -> fitsLong ? new Value.Whole(number.longValueExact()) : new Value.Text(text);
      case 1 -> new Value.Decimal(number.doubleValue());
      default -> new Value.Text(number.toPlainString());
    };
  }
}
