package featureflags.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quicktheories.core.Gen;
import org.quicktheories.core.RandomnessSource;

/// Versions are those of semver.org, compared as its §11 says; a leading `v` and missing numbers
/// are taken.
class SemVerProperties {
  /// The expression that semver.org suggests.
  private static final Pattern SUGGESTED =
      Pattern.compile(
          "(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)"
              + "(?:-((?:0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)"
              + "(?:\\.(?:0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*))*))?"
              + "(?:\\+([0-9a-zA-Z-]+(?:\\.[0-9a-zA-Z-]+)*))?");

  private static final Pattern LENIENT =
      Pattern.compile("[vV]?([0-9]{1,18})(\\.[0-9]{1,18})?(\\.[0-9]{1,18})?(?![.0-9])(.*)");

  private static final List<String> RISING =
      List.of(
          "0",
          "0.0.1-0",
          "0.0.1",
          "0.1",
          "1.0.0-0",
          "1.0.0-9",
          "1.0.0-10",
          "1.0.0-99999999999999999998",
          "1.0.0-99999999999999999999",
          "1.0.0--",
          "1.0.0-0a",
          "1.0.0-RC",
          "1.0.0-alpha",
          "1.0.0-alpha.1",
          "1.0.0-alpha.1.0",
          "1.0.0-alpha.beta",
          "1.0.0-alpha-",
          "1.0.0-beta",
          "1.0.0-beta.2",
          "1.0.0-beta.11",
          "1.0.0-rc.1",
          "1.0.0",
          "2.0.0",
          "2.1.0",
          "2.1.1",
          "2.10.0",
          "10",
          "999999999999999999.0.0");

  @Test
  void thePrecedenceOfTheSpecificationsOwnExamples() {
    for (int i = 0; i < RISING.size(); i++) {
      for (int j = 0; j < RISING.size(); j++) {
        assertThat(SemVer.spells(RISING.get(i))).isTrue();
        assertThat(Integer.signum(SemVer.of(RISING.get(j)).compare(RISING.get(i))))
            .as("%s beside %s", RISING.get(i), RISING.get(j))
            .isEqualTo(Integer.compare(i, j));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.4",
        "1.2.3",
        "10.20.30",
        "1.1.2-prerelease+meta",
        "1.1.2+meta",
        "1.1.2+meta-valid",
        "1.0.0-alpha",
        "1.0.0-alpha.beta.1",
        "1.0.0-alpha0.valid",
        "1.0.0-alpha.0valid",
        "1.0.0-alpha-a.b-c-somethinglong+build.1-aef.1-its-okay",
        "1.0.0-rc.1+build.1",
        "10.2.3-DEV-SNAPSHOT",
        "2.0.1-alpha.1227",
        "1.2.3----RC-SNAPSHOT.12.9.1--.12+788",
        "1.2.3----R-S.12.9.1--.12+meta",
        "1.0.0+0.build.1-rc.10000aaa-kk-0.1",
        "1.0.0-0A.is.legal",
        "1.0.0+001",
        "v1",
        "V1.2",
        "v1.2.3-rc",
        "1-rc",
        "1.2+b",
        "1+b"
      })
  void theSpecificationsValidExamplesAndLenientOnesAreVersions(String text) {
    assertThat(SemVer.spells(text)).isTrue();
    assertThat(SemVer.of(text).compare(text)).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "v",
        "vv1",
        "v 1",
        " 1",
        "1 ",
        "1.",
        "1..2",
        ".1",
        "1.2.3.4",
        "1.2.3-0123",
        "1.2.3-0123.0123",
        "1.1.2+.123",
        "+invalid",
        "-invalid",
        "-invalid+invalid",
        "-invalid.01",
        "alpha",
        "alpha.beta.1",
        "alpha+beta",
        "alpha_beta",
        "alpha.",
        "1.0.0-alpha_beta",
        "-alpha.",
        "1.0.0-alpha..",
        "1.0.0-alpha..1",
        "1.0.0-alpha.",
        "01.1.1",
        "1.01.1",
        "1.1.01",
        "1.2.3.DEV",
        "1.2.31.2.3----RC-SNAPSHOT.12.09.1--..12+788",
        "-1.0.3-gamma+b7718",
        "+justmeta",
        "9.8.7+meta+meta",
        "9.8.7-whatever+meta+meta",
        "1.2.3-",
        "1.2.3+",
        "1.2.3-+b",
        "1.2.3-ä",
        "1.2.٣",
        "latest",
        "1.x",
        "1.2.*",
        "^1.2.3",
        "99999999999999999999999.999999999999999999.99999999999999999",
        "1000000000000000000.0.0"
      })
  void theSpecificationsInvalidExamplesAndOthersAreNoVersions(String text) {
    assertThat(SemVer.spells(text)).isFalse();
  }

  @Test
  void versionsCompareAsParagraph11Says() {
    qt().withExamples(50_000)
        .forAll(versions(), versions())
        .checkAssert((a, b) -> {
          assertThat(SemVer.spells(a)).isTrue();
          assertThat(Integer.signum(SemVer.of(b).compare(a)))
              .isEqualTo(Integer.signum(SemVerProperties.compare(a, b)));
          assertThat(SemVer.of(a).compare(a)).isZero();
        });
  }

  @Test
  void whatTheSpecificationDoesNotTakeIsNoVersion() {
    qt().withExamples(50_000)
        .forAll(Texts.mutated(versions(), "0123..--++vVaZ_ ٣"))
        .checkAssert(text ->
            assertThat(SemVer.spells(text)).isEqualTo(SUGGESTED.matcher(full(text)).matches()));
  }

  /// The version without `v` and with all its numbers; nothing that is one for any other text.
  private static String full(String text) {
    Matcher parts = LENIENT.matcher(text);
    return parts.matches()
        ? parts.group(1) + orZero(parts.group(2)) + orZero(parts.group(3)) + parts.group(4)
        : "none";
  }

  private static String orZero(@Nullable String number) {
    return number == null ? ".0" : number;
  }

  private static int compare(String a, String b) {
    List<String> left = parts(a);
    List<String> right = parts(b);
    for (int i = 0; i < 3; i++) {
      int order = new BigInteger(left.get(i)).compareTo(new BigInteger(right.get(i)));
      if (order != 0) {
        return order;
      }
    }
    // When major, minor, and patch are equal, a pre-release version has lower precedence.
    if (left.get(3).isEmpty() || right.get(3).isEmpty()) {
      return Boolean.compare(left.get(3).isEmpty(), right.get(3).isEmpty());
    }
    String[] ours = left.get(3).split("\\.");
    String[] theirs = right.get(3).split("\\.");
    return Arrays.compare(ours, theirs, Comparator.comparing(id -> id, SemVerProperties::byId));
  }

  /// Digits alone compare numerically and come before identifiers with letters, which compare in
  /// ASCII order.
  private static int byId(String a, String b) {
    boolean numeric = a.matches("[0-9]+");
    if (numeric != b.matches("[0-9]+")) {
      return numeric ? -1 : 1;
    }
    return numeric ? new BigInteger(a).compareTo(new BigInteger(b)) : a.compareTo(b);
  }

  /// Major, minor, patch and pre-release.
  private static List<String> parts(String version) {
    Matcher parts = SUGGESTED.matcher(full(version));
    assertThat(parts.matches()).isTrue();
    String preRelease = parts.group(4) == null ? "" : parts.group(4);
    return List.of(parts.group(1), parts.group(2), parts.group(3), preRelease);
  }

  private static Gen<String> versions() {
    return source -> {
      var text = new StringBuilder(Texts.between(source, 0, 4) == 0 ? "v" : "");
      text.append(number(source));
      for (int left = Texts.between(source, 0, 2); left > 0; left--) {
        text.append('.').append(number(source));
      }
      if (Texts.between(source, 0, 2) > 0) {
        text.append('-').append(identifier(source, true));
        for (int left = Texts.between(source, 0, 3); left > 0; left--) {
          text.append('.').append(identifier(source, true));
        }
      }
      if (Texts.between(source, 0, 3) == 0) {
        text.append('+').append(identifier(source, false)).append(".0-1");
      }
      return text.toString();
    };
  }

  private static String number(RandomnessSource source) {
    return switch (Texts.between(source, 0, 9)) {
      case 0 -> "999999999999999999";
      case 1 -> "10";
      default -> Integer.toString(Texts.between(source, 0, 2));
    };
  }

  private static String identifier(RandomnessSource source, boolean ofPreRelease) {
    return switch (Texts.between(source, 0, 4)) {
      case 0 -> Integer.toString(Texts.between(source, 0, 11));
      case 1 -> "1234567890123456789" + Texts.between(source, 0, 11);
      case 2 -> List.of("alpha", "beta", "rc", "Alpha", "-").get(Texts.between(source, 0, 4));
      default -> Texts.of("abAB-01", 1, 3).generate(source) + (ofPreRelease ? "-" : "");
    };
  }
}
