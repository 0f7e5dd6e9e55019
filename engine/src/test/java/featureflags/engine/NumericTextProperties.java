package featureflags.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.longs;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quicktheories.core.Gen;

/// Numeric text reads as the JDK reads it, where JSON's grammar takes it.
class NumericTextProperties {
  private static final Pattern GRAMMAR = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
  private static final Pattern HUGE_EXPONENT = Pattern.compile("[0-9.]+[eE][+-]?[0-9]{4}");
  private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,19}");

  @Test
  void everyDoubleReadsBackFromItsText() {
    qt().withExamples(20_000)
        .forAll(longs().all().map(Double::longBitsToDouble).assuming(Double::isFinite))
        .checkAssert(number -> {
          agrees(Double.toString(number));
          agrees(new BigDecimal(number).round(new MathContext(25)).toString());
          agrees(BigDecimal.valueOf(number).toPlainString());
        });
  }

  @Test
  void shortDecimalsAreTheDoublesNextToThem() {
    qt().withExamples(20_000)
        .forAll(
            longs().between(-9_999_999_999_999_999L, 9_999_999_999_999_999L),
            integers().between(0, 22))
        .checkAssert((digits, scale) -> agrees(BigDecimal.valueOf(digits, scale).toPlainString()));
  }

  @Test
  void digitsOfAnyNumberReadAsTheDoubleNextToThem() {
    qt().withExamples(20_000).forAll(numbers()).checkAssert(NumericTextProperties::agrees);
  }

  @Test
  void whatJsonDoesNotTakeIsNoNumber() {
    qt().withExamples(50_000)
        .forAll(Texts.mutated(numbers(), "0123456789..--++eE xdfNI٣"))
        .checkAssert(NumericTextProperties::agrees);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        ".",
        "-.",
        ".5",
        "-.5",
        "5.",
        "1.2.3",
        "+1",
        " 1",
        "1 ",
        "1e",
        "1e+",
        "e1",
        "0x1p3",
        "1d",
        "1f",
        "NaN",
        "Infinity",
        "-Infinity",
        "1_000",
        "1,5",
        "--1",
        "1-",
        "٣",
        "1e5.0"
      })
  void whatOthersTakeButJsonDoesNotIsNoNumber(String text) {
    assertThat(NumericText.spellsNumber(text)).isFalse();
    assertThat(NumericText.parse(text)).isNaN();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e309", "-1e309", "1e999999999", "9e2147483647"})
  void aNumberBeyondEveryDoubleIsNone(String text) {
    assertThat(NumericText.spellsNumber(text)).isTrue();
    assertThat(NumericText.parse(text)).isNaN();
  }

  @Test
  void aWholeNumberIsWhatFits64Bits() {
    qt().withExamples(20_000)
        .forAll(Texts.mutated(wholes(), "0123456789-.e+ "))
        .checkAssert(NumericTextProperties::wholeAgrees);
    qt().withExamples(20_000).forAll(wholes()).checkAssert(NumericTextProperties::wholeAgrees);
    var edge = BigInteger.ONE.shiftLeft(63);
    for (int i = -1_000; i <= 1_000; i++) {
      wholeAgrees(edge.add(BigInteger.valueOf(i)).toString());
      wholeAgrees(edge.negate().add(BigInteger.valueOf(i)).toString());
    }
  }

  private static void wholeAgrees(String text) {
    boolean fits = WHOLE.matcher(text).matches() && new BigInteger(text).bitLength() < Long.SIZE;

    assertThat(NumericText.spellsWhole(text)).isEqualTo(fits);
    if (fits) {
      assertThat(NumericText.whole(text)).isEqualTo(new BigInteger(text).longValueExact());
    }
  }

  private static void agrees(String text) {
    boolean number = GRAMMAR.matcher(text).matches();
    double read = number ? Double.parseDouble(text) : Double.NaN;
    Double expected = Double.isInfinite(read) ? Double.NaN : read;

    assertThat(NumericText.spellsNumber(text)).isEqualTo(number);
    assertThat(NumericText.parse(text)).isEqualTo(expected);
    if (!expected.isNaN() && !HUGE_EXPONENT.matcher(text).find()) {
      assertThat(NumericText.parse(text)).isEqualTo(exact(text));
    }
  }

  private static Double exact(String text) {
    double number = new BigDecimal(text).doubleValue();
    return number == 0 && text.startsWith("-") ? -0.0 : number;
  }

  private static Gen<String> numbers() {
    Gen<String> digits = Texts.of("0123456789", 1, 20);
    return source -> {
      String sign = Texts.between(source, 0, 1) == 0 ? "" : "-";
      String fraction = Texts.between(source, 0, 1) == 0 ? "" : "." + digits.generate(source);
      String exponent =
          Texts.between(source, 0, 2) == 0 ? "e" + Texts.between(source, -340, 320) : "";
      return sign + digits.generate(source) + fraction + exponent;
    };
  }

  private static Gen<String> wholes() {
    Gen<String> digits = Texts.of("0123456789", 1, 21);
    return source -> (Texts.between(source, 0, 1) == 0 ? "" : "-") + digits.generate(source);
  }
}
