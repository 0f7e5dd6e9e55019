package featureflags.json;

import static featureflags.engine.Operator.EQ;
import static featureflags.testkit.ContextBuilder.nobody;
import static featureflags.testkit.ContextBuilder.subject;
import static featureflags.testkit.FlagBuilder.flag;
import static featureflags.testkit.RuleBuilder.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;

import featureflags.catalog.Result;
import featureflags.catalog.Scope;
import featureflags.engine.CompiledFlag;
import featureflags.engine.Context;
import featureflags.engine.Flag;
import featureflags.engine.Ruleset;
import featureflags.engine.Value;
import featureflags.engine.ValueType;
import featureflags.engine.Variant;
import featureflags.engine.Weight;
import featureflags.testkit.FlagBuilder;
import featureflags.testkit.RandomValues;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The answers of OFREP as they stand on the wire.
class OfrepWriterTest {
  private static final Context PRO = subject("u").with("plan", "pro").build();
  private static final FlagBuilder RULED = flag("f").enabled().rule(when("plan", EQ, "pro"));

  @Test
  void anAnswerHasTheKeyTheValueTheReasonAndWhereItCameFrom() {
    assertThat(one(RULED.build(), PRO))
        .isEqualTo(
            "{'key':'f','value':true,'reason':'TARGETING_MATCH','variant':'on',"
                + "'metadata':{'flagSetId':'production','version':7,'ruleId':'r1'}}");
    assertThat(one(RULED.build(), nobody().build()))
        .isEqualTo(
            "{'key':'f','value':false,'reason':'DEFAULT','variant':'off',"
                + "'metadata':{'flagSetId':'production','version':7}}");
  }

  @Test
  void eachReasonIsOneOfOpenFeatures() {
    var split = new Weight[] {new Weight("on", 1), new Weight("off", 1)};

    assertThat(reason(flag("f").enabled())).isEqualTo("STATIC");
    assertThat(reason(flag("f"))).isEqualTo("DISABLED");
    assertThat(reason(flag("f").rollout(100))).isEqualTo("DISABLED");
    assertThat(reason(flag("f").enabled().requires("none", "on"))).isEqualTo("DEFAULT");
    assertThat(reason(flag("f").enabled().rule(when("plan", EQ, "free")))).isEqualTo("DEFAULT");
    assertThat(reason(flag("f").enabled().rule(when("plan", EQ, "pro"))))
        .isEqualTo("TARGETING_MATCH");
    assertThat(reason(flag("f").enabled().rule(when("plan", EQ, "pro").rollout(99.999))))
        .isEqualTo("TARGETING_MATCH");
    assertThat(reason(flag("f").enabled().rule(when("plan", EQ, "pro").split(split))))
        .isEqualTo("SPLIT");
    assertThat(reason(flag("f").enabled().rollout(99.999))).isEqualTo("SPLIT");
    assertThat(reason(flag("f").enabled().rollout(100))).isEqualTo("SPLIT");
    assertThat(reason(flag("f").enabled().rollout(100).split(split))).isEqualTo("SPLIT");
    assertThat(reason(flag("f").enabled().rollout(0.001))).isEqualTo("DEFAULT");
  }

  @ParameterizedTest
  @CsvSource({
    "10, 10.0",
    "-3, -3.0",
    "0, 0.0",
    "10000000, 1.0E7",
    "9007199254740991, 9.007199254740991E15"
  })
  void aNumberThatIsWrittenAsAWholeOneHasAPointAnIntegerHasNone(long number, String text) {
    assertThat(one(constant(ValueType.NUMBER, new Value.Whole(number))))
        .contains("'value':" + text + ",");
    assertThat(one(constant(ValueType.INTEGER, new Value.Whole(number))))
        .contains("'value':" + number + ",");
  }

  @Test
  void everyNumberIsAFloatToWhoeverReadsIt() {
    Value another = new Value.Decimal(0.1);

    qt().forAll(RandomValues.scalars().map(each -> ValueType.NUMBER.accepts(each) ? each : another))
        .checkAssert(number -> {
          String answer = one(constant(ValueType.NUMBER, number));

          assertThat(answer).containsPattern("'value':-?[0-9]+\\.[0-9]+(E-?[0-9]+)?,");
          double expected =
              switch (number) {
                case Value.Whole(long whole) -> whole;
                case Value.Decimal(double decimal) -> decimal;
                case Value other -> throw new AssertionError(other);
              };
          assertThat(read(answer).get("value")).isEqualTo(new Value.Decimal(expected));
        });
  }

  @Test
  void textsListsAndObjectsComeAsTheyAre() {
    assertThat(one(constant(ValueType.STRING, new Value.Text("é\"😀"))))
        .contains("'value':'é\\'😀'");
    assertThat(
            one(
                constant(
                    ValueType.JSON,
                    new Value.Structure(
                        Map.of("a", new Value.Items(List.of(new Value.Whole(1))))))))
        .contains("'value':{'a':[1]}");
  }

  @Test
  void aQuarantinedFlagServesItsOffVariantAsAnError() {
    assertThat(quarantined(new Value.Whole(5)))
        .isEqualTo(
            "{'key':'f','value':5,'reason':'ERROR','variant':'dark',"
                + "'metadata':{'flagSetId':'production','version':7}}");
  }

  @Test
  void aValueThatIsNullIsLeftOut() {
    assertThat(quarantined(new Value.Nothing()))
        .isEqualTo(
            "{'key':'f','reason':'ERROR','variant':'dark',"
                + "'metadata':{'flagSetId':'production','version':7}}");
  }

  @Test
  void aBulkAnswerHasAnItemForEachFlagAlsoForThoseInError() {
    var results =
        List.of(
            served(new Scope("shop", "test"), flag("a").enabled().build(), PRO),
            OfrepWriter.failed("b", OfrepError.TARGETING_KEY_MISSING, "none is there"));

    assertThat(text(OfrepWriter.bulk(new Scope("shop", "test"), 12, results, "/changes")))
        .isEqualTo(
            "{'flags':[{'key':'a','value':false,'reason':'STATIC','variant':'off',"
                + "'metadata':{'flagSetId':'test','version':7}},"
                + "{'key':'b','errorCode':'TARGETING_KEY_MISSING','errorDetails':'none is there'}],"
                + "'eventStreams':[{'type':'sse','endpoint':{'requestUri':'/changes'},"
                + "'inactivityDelaySec':120}],"
                + "'metadata':{'flagSetId':'test','version':12}}");
  }

  /// The provider for Java fails on an answer without `metadata`.
  @Test
  void aFailureHasTheKeyWhereThereIsOneAndMetadataAlways() {
    assertThat(text(OfrepWriter.failure(Optional.of("a\"/é"), OfrepError.GENERAL, "why")))
        .isEqualTo("{'key':'a\\'/é','errorCode':'GENERAL','errorDetails':'why','metadata':{}}");
    assertThat(text(OfrepWriter.failure(Optional.empty(), OfrepError.PARSE_ERROR, "why")))
        .isEqualTo("{'errorCode':'PARSE_ERROR','errorDetails':'why','metadata':{}}");
  }

  private static Flag constant(ValueType type, Value value) {
    return flag("f").enabled().type(type).variant("off", value).serve("off").build();
  }

  private static String reason(FlagBuilder flag) {
    return read(one(flag.build(), PRO)).get("reason") instanceof Value.Text(String reason)
        ? reason
        : "";
  }

  private static Map<String, Value> read(String answer) {
    byte[] json = answer.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return ((Value.Structure) ValueReader.read(json)).fields();
  }

  private static String quarantined(Value off) {
    var compiled = CompiledFlag.quarantined("f", new Variant("dark", off));
    return text(served(Scope.DEFAULT, "f", compiled, PRO));
  }

  private static String one(Flag flag) {
    return one(flag, PRO);
  }

  private static String one(Flag flag, Context context) {
    return text(served(Scope.DEFAULT, flag, context));
  }

  private static byte[] served(Scope scope, Flag flag, Context context) {
    return served(scope, flag.key(), CompiledFlag.of(flag), context);
  }

  private static byte[] served(Scope scope, String key, CompiledFlag compiled, Context context) {
    var decision = compiled.evaluate(context, Ruleset.empty());
    return OfrepWriter.served(scope, new Result(key, 7, decision), compiled);
  }

  private static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8).replace('"', '\'');
  }
}
