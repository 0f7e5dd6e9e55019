package featureflags.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.quicktheories.core.Gen;

/// Case is ignored as the JDK ignores it.
class FoldingProperties {
  /// Letters whose cases are odd: sharp s, dotted and dotless i, the Kelvin, Ångström and micro
  /// signs, long s, sigma at the end, Georgian, Cherokee, titles, beyond the first plane.
  private static final String ODD = "aAbBiIkKsSßẞıİKÅåÅµμΜſςσΣäÄÿŸაᲐꭰᎠǅǆǄЖж𐐀𐐨ŉﬁ";

  @Test
  void eachCharacterFoldsAsEqualsIgnoreCaseHasIt() {
    List<Integer> odd = ODD.chars().boxed().distinct().toList();
    for (int c = 0; c <= Character.MAX_VALUE; c++) {
      String text = String.valueOf((char) c);
      same(text, text.toUpperCase(Locale.ROOT));
      same(text, text.toLowerCase(Locale.ROOT));
      same(text, String.valueOf(Character.toTitleCase((char) c)));
      for (int other : odd) {
        same(text, String.valueOf((char) other));
      }
    }
  }

  @Test
  void lettersBeyondTheFirstPlaneHaveCasesToo() {
    found("\ud801\udc00aa\ud801\udc28a", "\ud801\udc28a");
    assertThat(Folding.contains("\ud801\udc00", Folding.fold("\udc28"))).isFalse();
    for (int c = Character.MIN_SUPPLEMENTARY_CODE_POINT; c <= Character.MAX_CODE_POINT; c++) {
      String text = Character.toString(c);
      same(text, text.toUpperCase(Locale.ROOT));
      same(text, text.toLowerCase(Locale.ROOT));
    }
  }

  private static void same(String a, String b) {
    if (Folding.equal(a, Folding.fold(b)) != a.equalsIgnoreCase(b)) {
      assertThat(Folding.equal(a, Folding.fold(b)))
          .as("U+%04X and %s", a.codePointAt(0), b)
          .isEqualTo(a.equalsIgnoreCase(b));
    }
  }

  @Test
  void textsAreFoundAsRegionMatchesFindsThem() {
    qt().withExamples(20_000)
        .forAll(Texts.of(ODD, 0, 12), Texts.of(ODD, 0, 3))
        .checkAssert(FoldingProperties::found);
    qt().withExamples(20_000)
        .forAll(Texts.of("aAbB", 0, 12), Texts.of("aAbB", 0, 4))
        .checkAssert(FoldingProperties::found);
  }

  @Test
  void aPartOfATextInAnotherCaseIsFound() {
    qt().withExamples(20_000)
        .forAll(anyTexts(), integers().between(0, 20), integers().between(0, 20))
        .checkAssert((text, from, length) -> {
          int start = Math.min(from, text.length());
          String part = text.substring(start, Math.min(start + length, text.length()));

          found(text, part);
          found(text, Folding.fold(part));
          assertThat(Folding.contains(text, Folding.fold(part))).isTrue();
        });
  }

  /// What the JDK says of lone surrogates depends on their neighbours in ways that are nobody's
  /// promise: it takes U+D801 U+DC28 for a beginning that has U+D801 once more.
  private static boolean isWellFormed(String text) {
    return text.codePoints().noneMatch(c -> c >= 0xd800 && c <= 0xdfff);
  }

  private static void found(String text, String wanted) {
    if (!isWellFormed(text) || !isWellFormed(wanted)) {
      return;
    }
    String folded = Folding.fold(wanted);
    int length = wanted.length();
    boolean anywhere = false;
    for (int i = 0; i <= text.length(); i++) {
      anywhere |= text.regionMatches(true, i, wanted, 0, length);
    }

    assertThat(Folding.equal(text, folded)).isEqualTo(text.equalsIgnoreCase(wanted));
    assertThat(Folding.startsWith(text, folded))
        .isEqualTo(text.regionMatches(true, 0, wanted, 0, length));
    assertThat(Folding.endsWith(text, folded))
        .isEqualTo(text.regionMatches(true, text.length() - length, wanted, 0, length));
    assertThat(Folding.contains(text, folded)).isEqualTo(anywhere);
  }

  @Test
  void theHashIsThatOfTheFoldedText() {
    qt().withExamples(20_000)
        .forAll(anyTexts())
        .checkAssert(
            text -> assertThat(Folding.hash(text)).isEqualTo(Folding.fold(text).hashCode()));
  }

  @Test
  void foldingTwiceIsFoldingOnce() {
    for (int c = 0; c <= Character.MAX_VALUE; c++) {
      char folded = Folding.fold((char) c);
      if (Folding.fold(folded) != folded) {
        assertThat(Folding.fold(folded)).as("U+%04X", c).isEqualTo(folded);
      }
    }
  }

  private static Gen<String> anyTexts() {
    return Texts.any(0, 20).mix(Texts.of(ODD, 0, 20));
  }
}
