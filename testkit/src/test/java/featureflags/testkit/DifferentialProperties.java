package featureflags.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;

import featureflags.engine.CompiledFlag;
import featureflags.engine.CompiledSegment;
import featureflags.engine.Context;
import featureflags.engine.Decision;
import featureflags.engine.Flag;
import featureflags.engine.Reason;
import featureflags.engine.Ruleset;
import featureflags.engine.Segment;
import featureflags.testkit.NaiveEvaluator.Answer;
import featureflags.testkit.RandomRulesets.Definitions;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The compiled evaluator and the naive one answer alike, and so does the explanation.
class DifferentialProperties {
  private static final int EXAMPLES = 15_000;

  @Test
  void whatIsCompiledAnswersAsWhatIsWritten() {
    qt().withExamples(EXAMPLES)
        .withShrinkCycles(1_000)
        .forAll(RandomRulesets.any(), RandomContexts.attributes())
        .checkAssert((definitions, attributes) -> {
          var naive =
              new NaiveEvaluator(
                  definitions.flags().stream()
                      .collect(Collectors.toMap(Flag::key, Function.identity())),
                  definitions.segments().stream()
                      .collect(Collectors.toMap(Segment::key, Function.identity())),
                  attributes);
          Ruleset ruleset = compiled(definitions);
          Context context = Context.of(attributes);

          for (Flag flag : definitions.flags()) {
            CompiledFlag compiled = ruleset.flag(flag.key()).orElseThrow();

            assertThat(answer(compiled.evaluate(context, ruleset))).isEqualTo(naive.evaluate(flag));
            assertThat(compiled.lacksTargetingKey(context, ruleset))
                .isEqualTo(naive.lacksTargetingKey(flag));
          }
        });
  }

  @Test
  void anExplanationDecidesAsTheEvaluation() {
    qt().withExamples(EXAMPLES)
        .withShrinkCycles(1_000)
        .forAll(RandomRulesets.any(), RandomContexts.any())
        .checkAssert((definitions, context) -> {
          Ruleset ruleset = compiled(definitions);

          for (CompiledFlag flag : ruleset.flags()) {
            var explanation = flag.explain(context, ruleset);

            assertThat(explanation.decision()).isEqualTo(flag.evaluate(context, ruleset));
            assertThat(Steps.served(explanation.steps().getLast()))
                .contains(explanation.decision().reason());
            assertThat(explanation.steps().subList(0, explanation.steps().size() - 1))
                .allSatisfy(step -> assertThat(Steps.served(step)).isEmpty());
          }
        });
  }

  static Ruleset compiled(Definitions definitions) {
    var edit = Ruleset.empty().edit();
    definitions.flags().forEach(flag -> edit.put(CompiledFlag.of(flag)));
    definitions.segments().forEach(segment -> edit.put(CompiledSegment.of(segment)));
    return edit.build();
  }

  private static Answer answer(Decision decision) {
    String rule = decision.reason() instanceof Reason.RuleMatch(String id) ? id : "";
    return new Answer(decision.variant().key(), decision.reason().code(), rule, decision.drawn());
  }
}
