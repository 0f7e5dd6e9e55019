package featureflags.json;

import static featureflags.engine.Operator.EQ;
import static featureflags.testkit.ContextBuilder.nobody;
import static featureflags.testkit.ContextBuilder.subject;
import static featureflags.testkit.FlagBuilder.flag;
import static featureflags.testkit.RuleBuilder.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;

import featureflags.catalog.Result;
import featureflags.engine.CompiledFlag;
import featureflags.engine.Context;
import featureflags.engine.Flag;
import featureflags.engine.Ruleset;
import featureflags.engine.Value;
import featureflags.engine.Variant;
import featureflags.testkit.RandomContexts;
import featureflags.testkit.RandomFlags;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The answers to evaluations, as they stand on the wire.
class ResultWriterTest {
  private static final Flag FLAG =
      flag("f").enabled().rule(when("plan", EQ, "pro").rollout(0)).rollout(30.287).build();

  @Test
  void anAnswerSaysWhatWhyAndByWhichRuleAndVersion() {
    var ruled = flag("f").enabled().rule(when("plan", EQ, "pro").id("vip")).build();

    assertThat(one(ruled, subject("u").with("plan", "pro").build()))
        .isEqualTo(
            "{'flagKey':'f','variant':'on','value':true,'reason':'TARGETING_RULE','ruleId':'vip','version':7}");
    assertThat(one(ruled, nobody().build()))
        .isEqualTo("{'flagKey':'f','variant':'off','value':false,'reason':'DEFAULT','version':7}");
  }

  @Test
  void aBatchKeepsTheOrderAndServesTheNeighboursOfAnUnknownFlag() {
    var decision =
        CompiledFlag.quarantined("q", new Variant("off", new Value.Whole(0)))
            .evaluate(Context.empty(), Ruleset.empty());

    byte[] batch =
        ResultWriter.batch(
            List.of(
                ResultWriter.notFound("no\"pe"),
                ResultWriter.one(new Result("q", 2, decision)),
                ResultWriter.unreadable("u")));

    assertThat(text(batch))
        .isEqualTo(
            "{'results':[{'flagKey':'no\\'pe','errorCode':'FLAG_NOT_FOUND','errorDetails':'there is no such flag in this environment'},"
                + "{'flagKey':'q','variant':'off','value':0,'reason':'ERROR','version':2},"
                + "{'flagKey':'u','errorCode':'PARSE_ERROR','errorDetails':'this engine cannot read the flag's definition'}]}");
  }

  @Test
  void anExplanationShowsEveryStepWithWhatWasSeenAndHashed() {
    var context = subject("user-001").with("plan", "pro").build();

    assertThat(explained(FLAG, context))
        .contains(
            "'explanation':{'steps':[{'step':'rule','served':false,'ruleId':'r1',"
                + "'condition':{'attribute':'plan','operator':'eq','values':['pro'],'seen':'pro','held':true},"
                + "'rollout':{'percentage':0,'admitted':false}},"
                + "{'step':'rollout','served':")
        .contains("'bucketBy':'targetingKey','input':'user-001:f','hash':", "'threshold':30287");
  }

  @Test
  void anExplanationSaysThatNobodyWasThereToHash() {
    assertThat(explained(FLAG, nobody().build()))
        .contains(
            "'seen':null,'held':false}}",
            "{'step':'rollout','served':false,'rollout':{'percentage':30.287,'bucketBy':'targetingKey','subject':null,'admitted':false}}",
            "{'step':'default','served':true}]}");
  }

  @Test
  void everyExplanationOfEveryFlagIsJsonWithExactlyOneStepThatServed() {
    qt().withExamples(3_000)
        .forAll(RandomFlags.any(), RandomContexts.any())
        .checkAssert((flag, context) -> {
          var compiled = CompiledFlag.of(flag);
          var result = new Result(flag.key(), 1, compiled.evaluate(context, Ruleset.empty()));

          Value answer =
              ValueReader.readStored(
                  ResultWriter.explained(result, compiled.explain(context, Ruleset.empty())));

          var fields = fields(answer);
          assertThat(fields.value("variant"))
              .isEqualTo(new Value.Text(result.decision().variant().key()));
          assertThat(fields.value("value")).isEqualTo(result.decision().variant().value());
          var steps = new ArrayList<Fields>();
          fields(fields.value("explanation"))
              .each("steps", 1000, (step, _) -> steps.add(fields(step)));
          assertThat(steps).filteredOn(step -> step.bool("served", false)).hasSize(1);
        });
  }

  private static Fields fields(Value value) {
    return Fields.of(value, "", new Violations());
  }

  private static String one(Flag flag, Context context) {
    return text(
        ResultWriter.one(
            new Result(flag.key(), 7, CompiledFlag.of(flag).evaluate(context, Ruleset.empty()))));
  }

  private static String explained(Flag flag, Context context) {
    var compiled = CompiledFlag.of(flag);
    return text(
        ResultWriter.explained(
            new Result(flag.key(), 7, compiled.evaluate(context, Ruleset.empty())),
            compiled.explain(context, Ruleset.empty())));
  }

  private static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8).replace('"', '\'');
  }
}
