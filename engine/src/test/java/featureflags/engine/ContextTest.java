package featureflags.engine;

import static featureflags.engine.Literals.context;
import static featureflags.engine.Literals.nothing;
import static featureflags.engine.Literals.value;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ContextTest {
  @Test
  void anAttributeIsFoundByItsLiteralNameFirst() {
    var context = context(Map.of("app.version", "literal", "app", Map.of("version", "path")));

    assertThat(context.attribute("app.version")).contains(value("literal"));
  }

  @Test
  void anAttributeIsFoundAlongItsDotsWhenNothingHasItsLiteralName() {
    var context = context(Map.of("app", Map.of("os", Map.of("name", "linux"))));

    assertThat(context.attribute("app.os.name")).contains(value("linux"));
    assertThat(context.attribute("app.os")).contains(value(Map.of("name", "linux")));
  }

  @Test
  void aLiteralNullDoesNotHideThePath() {
    var context = context(Map.of("app.version", nothing(), "app", Map.of("version", "path")));

    assertThat(context.attribute("app.version")).contains(value("path"));
  }

  @Test
  void aPathEndsWhereSomethingIsAbsentOrNullOrNoObject() {
    var context =
        context(
            Map.of("text", "a", "list", List.of(Map.of("x", 1)), "object", Map.of("n", nothing())));

    assertThat(
            List.of("text.a", "list.x", "list.0", "object.n", "object.no", "no.no", ".", "object."))
        .allSatisfy(name -> assertThat(context.attribute(name)).isEmpty());
  }

  @Test
  void emptyNamesAlongAPathAreNamesToo() {
    var context = context(Map.of("", Map.of("", "deep")));

    assertThat(context.attribute(".")).contains(value("deep"));
  }

  @Test
  void aContextOfAttributesThatComeOneByOneIsTheSame() {
    var builder = Context.builder();
    for (int i = 0; i < 100; i++) {
      assertThat(builder.put("a" + i, value(i))).isTrue();
      assertThat(builder.put("a" + i / 2, value("again"))).isFalse();
    }

    var context = builder.build();

    for (int i = 0; i < 100; i++) {
      assertThat(context.attribute("a" + i)).contains(value(i));
    }
  }

  @Test
  void anAttributeThatIsPutAsNullIsAbsent() {
    var builder = Context.builder();

    assertThat(builder.put("a", new Value.Nothing())).isTrue();

    assertThat(builder.build().attribute("a")).isEmpty();
  }

  @Test
  void userIdIsAnAliasOfTheTargetingKeyBothWays() {
    assertThat(context(Map.of("userId", "u")).targetingKey()).contains("u");
    assertThat(context(Map.of("userId", "u")).attribute("targetingKey")).contains(value("u"));
    assertThat(context(Map.of("targetingKey", "t")).attribute("userId")).contains(value("t"));
  }

  @Test
  void theTargetingKeyIsTheSubjectWhenBothAreGiven() {
    var context = context(Map.of("targetingKey", "t", "userId", "u"));

    assertThat(context.targetingKey()).contains("t");
    assertThat(context.attribute("userId")).contains(value("t"));
  }

  @Test
  void aTargetingKeyThatIsNullLeavesItToTheAlias() {
    var context = context(Map.of("targetingKey", nothing(), "userId", "u"));

    assertThat(context.targetingKey()).contains("u");
  }

  @Test
  void aTargetingKeyThatIsANumberIsItsCanonicalText() {
    assertThat(context(Map.of("targetingKey", 42)).targetingKey()).contains("42");
    assertThat(context(Map.of("targetingKey", 42.0)).targetingKey()).contains("42");
    assertThat(context(Map.of("targetingKey", List.of("a"))).targetingKey()).isEmpty();
  }

  @Test
  void laterChangesOfTheMapDoNotReachTheContext() {
    var attributes = new HashMap<String, Value>(Map.of("plan", value("free")));
    var context = Context.of(attributes);

    attributes.put("plan", value("pro"));

    assertThat(context.attribute("plan")).contains(value("free"));
  }

  @Test
  void manyAttributesAreFoundAsFewAre() {
    var attributes = new HashMap<String, Value>();
    var oneByOne = Context.builder();
    for (int i = 0; i < 3 * Context.FEW; i++) {
      attributes.put("a" + i, value(i));
      assertThat(oneByOne.put("a" + i, value(i))).isTrue();
    }

    assertThat(oneByOne.put("a0", value("again"))).isFalse();
    assertThat(oneByOne.put("a" + 2 * Context.FEW, value("again"))).isFalse();
    for (var context : List.of(Context.of(attributes), oneByOne.build())) {
      attributes.forEach((name, value) -> assertThat(context.attribute(name)).contains(value));
      assertThat(context.attribute("b")).isEmpty();
    }
  }

  @Test
  @Timeout(10)
  void namesWithTheSameHashTakeNoMoreTimeThanOthers() {
    int bits = 17;
    var context = Context.builder();

    for (int number = 0; number < 1 << bits; number++) {
      context.put(twin(number, bits), value(number));
    }

    var built = context.build();
    assertThat(twin(0, bits)).hasSameHashCodeAs(twin(12_345, bits));
    assertThat(built.attribute(twin(12_345, bits))).contains(value(12_345));
    assertThat(built.attribute(twin(1, bits + 1))).isEmpty();
  }

  /// `Aa` and `BB` have the same hash, and so has whatever is made of them.
  private static String twin(int number, int bits) {
    var name = new StringBuilder();
    for (int bit = 0; bit < bits; bit++) {
      name.append((number >> bit & 1) == 0 ? "Aa" : "BB");
    }
    return name.toString();
  }
}
