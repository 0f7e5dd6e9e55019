package featureflags.engine;

import static featureflags.engine.Literals.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// No regular expression takes the engine down, neither when it is saved nor when it is evaluated.
class PatternLimitsTest {
  private static final Duration SOON = Duration.ofSeconds(5);

  private static List<String> hostile() {
    return List.of(
        "(".repeat(50_000) + "a" + ")".repeat(50_000),
        "(".repeat(101) + "a" + ")".repeat(101),
        "(".repeat(1_900),
        "((a{1000}){1000}){1000}",
        "(a{1000}){1000}",
        "((((((((((a{9}){9}){9}){9}){9}){9}){9}){9}){9}){9})",
        "(?:(?:[a-z]{0,500}){0,500}){0,500}",
        "(?:\\pL{1000}){1000}",
        "(?:\\Qab\\E{1000}){1000}",
        "(?:[[:alpha:]]]{1000}){1000}",
        "a{1000}b{1000}",
        "a".repeat(2_001),
        "[a-z]".repeat(100_000),
        "(?i)\u1c80",
        "(?i)[k-\ud83d]",
        "(?i)[\u0400-\u1fff]",
        "(?i)[\\x{400}-\\x{1fff}]",
        "(?i)[\\d\\x{400}-\\x{1fff}]",
        "(?i)\\x{1c85}",
        "(?i)\\Q\u1c88\\E",
        "a(?-s:b(?si:\u1c80))");
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void refusesWhatWouldTakeTheMemoryTheStackOrForever(String pattern) {
    Optional<String> flaw = flawSoon(pattern);

    assertThat(flaw).hasValueSatisfying(text -> assertThat(text).contains("regular expression"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "^v[0-9]+$",
        "(.*a){12}$",
        "([0-9a-f]{4}:){7}[0-9a-f]{4}",
        "^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$",
        "[^@]{1,64}@[a-z0-9.-]{1,255}",
        "(?i)größe|Ελλάδα|россия|用户-[0-9]{2}",
        "(?i)[à-ÿ]+[一-龥]",
        "\u1c80",
        "[\u0400-\u1fff]",
        "\\x{1c80}{2}",
        "\\p{Greek}{3}",
        "[]a-]{2}[[:alpha:]-]",
        "\\Q((((\\E",
        "a{1000}"
      })
  void takesWhatPeopleWrite(String pattern) {
    assertThat(flawSoon(pattern)).isEmpty();
  }

  @Test
  void takesTheDeepestAndTheLargestThatItAllowsOnAnOrdinaryStack() {
    assertThat(flawSoon("(".repeat(100) + "a" + ")".repeat(100))).isEmpty();
    assertThat(flawSoon("(?:a{0,900})?")).isEmpty();
    assertThat(flawSoon("a".repeat(2_000))).isEmpty();
  }

  @Test
  void whateverIsTakenIsCompiledAndEvaluatedSoon() {
    var random = new Random(3);
    var text = Map.of("a", value("aaaa1-\u1c80\ud83dpL".repeat(5)));
    var pattern = new AtomicReference<>("");

    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          for (int i = 0; i < 50_000; i++) {
            pattern.set(anyPattern(random));
            Value value = value(pattern.get());
            if (Condition.AttributeTest.flaw(Operator.MATCHES, value, false).isEmpty()) {
              var test = new Condition.AttributeTest("a", Operator.MATCHES, List.of(value), false);
              assertThat(new AttributeNode(test).explain(Context.of(text), Ruleset.empty()))
                  .isNotNull();
            }
          }
        },
        () -> "stuck at " + pattern);
  }

  private static String anyPattern(Random random) {
    String alphabet = "((((a*+?|{}1,0[])^-\\pLQEx:i?x\u1c80\ud83d\u1fff";
    var pattern = new StringBuilder(random.nextInt(3) == 0 ? "" : "(?i)");
    for (int length = random.nextInt(24); length > 0; length--) {
      pattern.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return pattern.toString();
  }

  @Test
  void everyLetterOfThisJdkThatHasACaseIsRefusedOrFolds() {
    var point = new AtomicInteger();

    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          for (int c = 0; c <= Character.MAX_CODE_POINT; c = point.incrementAndGet()) {
            if (Character.toLowerCase(c) != c || Character.toUpperCase(c) != c) {
              var flaw =
                  Condition.AttributeTest.flaw(
                      Operator.MATCHES, value("(?i)" + Character.toString(c)), false);
              assertThat(flaw).isNotNull();
            }
          }
        },
        () -> "U+%04X never ends folding".formatted(point.get()));
  }

  @Test
  void anExpressionThatExplodesElsewhereIsLinearHere() {
    matchesSoon("(.*a){12}$", value("a".repeat(5_000) + "!"));
  }

  @Test
  void aTextWithLettersThatDoNotFoldHarmsNoExpressionThatIgnoresCase() {
    matchesSoon("(?i)abc[d-z]", value("\u1c80\u1c88abc"));
  }

  @Test
  void aTextOfMoreThan4096CharactersMatchesNoExpression() {
    assertThat(matches("a", value("a".repeat(4_096)))).isTrue();
    assertThat(matches("a", value("a".repeat(4_097)))).isFalse();
    assertThat(matches("", value("a".repeat(4_097)))).isFalse();
    assertThat(matches("a", value(List.of("a".repeat(4_097), "a")))).isTrue();
  }

  private static boolean matches(String pattern, Value text) {
    var test = new Condition.AttributeTest("a", Operator.MATCHES, List.of(value(pattern)), false);
    return new AttributeNode(test).matches(Context.of(Map.of("a", text)), Ruleset.empty());
  }

  private static Optional<String> flawSoon(String pattern) {
    return assertTimeoutPreemptively(
        SOON, () -> Condition.AttributeTest.flaw(Operator.MATCHES, value(pattern), false), pattern);
  }

  private static void matchesSoon(String pattern, Value text) {
    var test = new Condition.AttributeTest("a", Operator.MATCHES, List.of(value(pattern)), false);
    var context = Context.of(Map.of("a", text));

    assertTimeoutPreemptively(
        SOON, () -> new AttributeNode(test).matches(context, Ruleset.empty()), pattern);
  }
}
