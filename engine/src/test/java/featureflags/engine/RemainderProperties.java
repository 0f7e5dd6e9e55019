package featureflags.engine;

import static featureflags.engine.Literals.scalars;
import static featureflags.engine.Literals.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.doubles;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.longs;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.quicktheories.core.Gen;

/// Remainders are those of mathematics: 0 or more, also of negative numbers.
class RemainderProperties {
  @Test
  void aNumberLeavesTheRemainderThatBigIntegerLeaves() {
    qt().withExamples(20_000)
        .forAll(anyLongs(), anyLongs().map(each -> Math.max(1, each & Long.MAX_VALUE)))
        .checkAssert((number, divisor) -> {
          BigInteger exact = BigInteger.valueOf(number).mod(BigInteger.valueOf(divisor));
          long other = (exact.longValue() + 1) % divisor;

          leaves(divisor, exact.longValue(), value(number), true);
          leaves(divisor, exact.longValue(), value(Long.toString(number)), true);
          leaves(divisor, other, value(number), divisor == 1);
          leaves(divisor, other, value(Long.toString(number)), divisor == 1);
        });
  }

  @Test
  void aDecimalWithoutDecimalsIsAWholeNumber() {
    qt().withExamples(20_000)
        .forAll(
            doubles()
                .between(-1e19, 1e19)
                .mix(doubles().between(-9, 9).map(each -> Math.rint(2 * each) / 2)),
            integers().between(1, 1_000))
        .checkAssert((number, divisor) -> {
          var exact = new BigDecimal(number);
          boolean whole = exact.stripTrailingZeros().scale() <= 0;
          boolean fits = exact.toBigInteger().bitLength() < Long.SIZE;
          long remainder = exact.toBigInteger().mod(BigInteger.valueOf(divisor)).longValue();

          leaves(divisor, remainder, value(number), whole && fits);
        });
  }

  private static void leaves(long divisor, long remainder, Value number, boolean expected) {
    assertThat(Remainder.of(scalars(divisor, remainder)).holds(number))
        .as("%s by %d leaves %d", number, divisor, remainder)
        .isEqualTo(expected);
  }

  private static Gen<Long> anyLongs() {
    return longs().all().zip(integers().between(0, 63), (bits, shift) -> bits >> shift);
  }
}
