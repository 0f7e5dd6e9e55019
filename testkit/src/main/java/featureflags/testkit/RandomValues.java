package featureflags.testkit;

import featureflags.engine.Value;
import java.util.LinkedHashMap;
import java.util.List;
import org.quicktheories.core.Gen;

/// Generators of JSON values. Names of fields hold no lone surrogates: no JSON parser lets them in.
public final class RandomValues {
  private static final List<Long> EDGES =
      List.of(
          0L,
          1L,
          -1L,
          5L,
          Value.MAX_SAFE_INTEGER,
          Value.MAX_SAFE_INTEGER + 1,
          -Value.MAX_SAFE_INTEGER - 2,
          1_000_000_000_000_000_000L,
          1_234_567_890_123_456_768L,
          Long.MAX_VALUE,
          Long.MIN_VALUE);

  private static final List<Double> DECIMAL_EDGES =
      List.of(
          0.0,
          -0.0,
          5.0,
          0.1,
          -2.5,
          100.0,
          1e15,
          0x1p53,
          1.2345678901234568e18,
          0x1p63,
          -0x1p63,
          1e19,
          -9.3e18,
          1e20,
          1e21,
          Double.MIN_VALUE,
          Double.MAX_VALUE);

  private RandomValues() {}

  /// Any value that JSON can carry.
  ///
  /// @param depth how deep lists and objects may nest in it, from 0
  public static Gen<Value> any(int depth) {
    return source -> any(new Dice(source), depth);
  }

  /// A text, number, `true` or `false`. Numbers and texts that spell numbers come from a small set
  /// often, so that two of them are often the same or nearly so.
  public static Gen<Value> scalars() {
    return source -> scalar(new Dice(source));
  }

  static Value any(Dice dice, int depth) {
    return switch (dice.below(depth == 0 ? 5 : 8)) {
      case 0 -> new Value.Nothing();
      case 5, 6 -> structure(dice, depth - 1);
      case 7 -> new Value.Items(dice.several(0, 4, each -> any(each, depth - 1)));
      default -> scalar(dice);
    };
  }

  static Value scalar(Dice dice) {
    return switch (dice.below(6)) {
      case 0 -> new Value.Bool(dice.onceIn(2));
      case 1, 2 -> new Value.Whole(whole(dice));
      case 3 -> new Value.Decimal(decimal(dice));
      case 4 -> new Value.Text(numericText(dice));
      default -> new Value.Text(RandomTexts.any(dice, 12));
    };
  }

  static Value.Structure structure(Dice dice, int depth) {
    var fields = new LinkedHashMap<String, Value>();
    for (int i = dice.below(4); i > 0; i--) {
      fields.put(RandomTexts.storable(dice, 6), any(dice, depth));
    }
    return new Value.Structure(fields);
  }

  static long whole(Dice dice) {
    return switch (dice.below(4)) {
      case 0 -> dice.bits();
      case 1 -> dice.between(-100, 100);
      default -> dice.pick(EDGES);
    };
  }

  static double decimal(Dice dice) {
    double number =
        switch (dice.below(4)) {
          case 0 -> Double.longBitsToDouble(dice.bits());
          case 1 -> dice.between(-10_000, 10_000) / 100.0;
          case 2 -> whole(dice);
          default -> dice.pick(DECIMAL_EDGES);
        };
    return Double.isFinite(number) ? number : 0.5;
  }

  private static String numericText(Dice dice) {
    return switch (dice.below(6)) {
      case 0 -> Long.toString(whole(dice));
      case 1 -> Double.toString(decimal(dice));
      case 2 -> "0" + dice.below(20);
      case 3 -> dice.below(20) + ".0";
      case 4 -> dice.pick(List.of("true", "false", "1e2", "-0", "NaN", "1e400", "+5", " 5", "5d"));
      default -> Long.toString(dice.between(-20, 20));
    };
  }
}
