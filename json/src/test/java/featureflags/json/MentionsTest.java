package featureflags.json;

import static featureflags.engine.Operator.EXISTS;
import static featureflags.testkit.Conditions.all;
import static featureflags.testkit.Conditions.any;
import static featureflags.testkit.Conditions.flagServes;
import static featureflags.testkit.Conditions.inSegment;
import static featureflags.testkit.Conditions.not;
import static featureflags.testkit.EntryBuilder.entry;
import static featureflags.testkit.FlagBuilder.flag;
import static featureflags.testkit.RuleBuilder.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;

import featureflags.engine.Flag;
import featureflags.engine.References;
import featureflags.engine.Value;
import featureflags.testkit.RandomRulesets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Where a flag names others.
class MentionsTest {
  @Test
  void everyPlaceIsFoundInTheOrderOfTheDocument() {
    Flag flag =
        flag("f")
            .requires("a", "on")
            .requires("b", "x", "y")
            .rule(when("x", EXISTS))
            .rule(when(inSegment("beta")))
            .rule(
                when(
                    all(
                        not(flagServes("c", "on", "off")),
                        any(inSegment("staff"), inSegment("beta")))))
            .rule(when(flagServes("a", "off")))
            .build();

    Mentions mentions = Mentions.of(flag);

    assertThat(mentions.segments())
        .containsExactly(
            new Mentions.OfSegment("/rules/1/when/segment", "beta"),
            new Mentions.OfSegment("/rules/2/when/all/1/any/0/segment", "staff"),
            new Mentions.OfSegment("/rules/2/when/all/1/any/1/segment", "beta"));
    assertThat(mentions.flags())
        .containsExactly(
            new Mentions.OfFlag("/prerequisites/0", "a", List.of("on")),
            new Mentions.OfFlag("/prerequisites/1", "b", List.of("x", "y")),
            new Mentions.OfFlag("/rules/2/when/all/0/not", "c", List.of("on", "off")),
            new Mentions.OfFlag("/rules/3/when", "a", List.of("off")));
    assertThat(mentions.flags().get(2).pointer()).isEqualTo("/rules/2/when/all/0/not/flag");
    assertThat(mentions.flags().get(2).variantPointer(1))
        .isEqualTo("/rules/2/when/all/0/not/variants/1");
  }

  @Test
  void everyPointerLeadsToWhatIsNamedAndNothingNamedIsMissed() {
    qt().withExamples(1_000)
        .forAll(RandomRulesets.any())
        .checkAssert(definitions -> definitions.flags().forEach(MentionsTest::check));
  }

  private static void check(Flag flag) {
    Value document = DraftShape.write(entry(flag).draft()).build();

    Mentions mentions = Mentions.of(flag);

    mentions
        .segments()
        .forEach(segment ->
            assertThat(at(document, segment.pointer())).isEqualTo(new Value.Text(segment.key())));
    mentions
        .flags()
        .forEach(other -> {
          assertThat(at(document, other.pointer())).isEqualTo(new Value.Text(other.key()));
          IntStream.range(0, other.variants().size())
              .forEach(i ->
                  assertThat(at(document, other.variantPointer(i)))
                      .isEqualTo(new Value.Text(other.variants().get(i))));
        });
    var references = References.of(flag);
    assertThat(mentions.segments().stream().map(Mentions.OfSegment::key).distinct())
        .containsExactlyElementsOf(references.segments());
    assertThat(mentions.flags().stream().map(Mentions.OfFlag::key).distinct())
        .containsExactlyElementsOf(references.flags());
  }

  private static Value at(Value document, String pointer) {
    Value place = document;
    for (String step : pointer.substring(1).split("/", -1)) {
      place =
          switch (place) {
            case Value.Structure(var fields) -> fields.getOrDefault(step, new Value.Nothing());
            case Value.Items(var values) -> values.get(Integer.parseInt(step));
            default -> new Value.Nothing();
          };
    }
    return place;
  }
}
