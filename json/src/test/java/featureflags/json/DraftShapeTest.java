package featureflags.json;

import static featureflags.engine.Operator.EQ;
import static featureflags.engine.Operator.EXISTS;
import static featureflags.json.Documents.complaints;
import static featureflags.json.Documents.document;
import static featureflags.testkit.EntryBuilder.entry;
import static featureflags.testkit.FlagBuilder.flag;
import static featureflags.testkit.RuleBuilder.when;
import static org.assertj.core.api.Assertions.assertThat;

import featureflags.catalog.Draft;
import featureflags.engine.Rule;
import featureflags.engine.Serve;
import featureflags.engine.ValueType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A flag as a person writes it, for better and worse.
class DraftShapeTest {
  @Test
  void aFlagThatIsNothingButAKeyIsABooleanThatIsOff() {
    Draft draft = read("{'key':'checkout'}");

    assertThat(draft).isEqualTo(entry("checkout").draft());
  }

  @Test
  void theShortFormOfARuleServesEverybodyItHoldsFor() {
    Draft draft =
        read(
            """
            {'key':'checkout-v2','enabled':true,'rolloutPercentage':12.5,
             'rules':[{'attribute':'plan','operator':'eq','values':['enterprise'],'variant':'on','priority':1}]}
            """);

    assertThat(draft.flag())
        .isEqualTo(
            flag("checkout-v2")
                .enabled()
                .rule(when("plan", EQ, "enterprise").id("r1").priority(1))
                .rollout(12.5)
                .build());
  }

  @Test
  void everythingThatAFlagCanSayIsRead() {
    Draft draft =
        read(
            """
            {'key':'limit','name':'Limit','description':'How many','type':'integer','enabled':true,
             'variants':[{'key':'few','value':5},{'key':'many','value':500}],
             'offVariant':'few','defaultVariant':'few',
             'rules':[{'id':'staff','attribute':'email','operator':'exists','priority':-3,
                       'serve':{'variant':'many'},'rolloutPercentage':0.001,'bucketBy':'companyId','salt':'s'}],
             'rolloutPercentage':100,'bucketBy':'userId','salt':'','serve':{'variant':'many'},
             'tags':['a','b'],'owner':'payments'}
            """);

    assertThat(draft)
        .isEqualTo(
            entry(
                    flag("limit")
                        .type(ValueType.INTEGER)
                        .enabled()
                        .variant("few", 5)
                        .variant("many", 500)
                        .off("few")
                        .otherwise("few")
                        .rule(
                            when("email", EXISTS)
                                .id("staff")
                                .priority(-3)
                                .serve("many")
                                .rollout(0.001)
                                .bucketBy("companyId")
                                .salt("s"))
                        .rollout(100)
                        .bucketBy("userId")
                        .salt("")
                        .serve("many")
                        .build())
                .name("Limit")
                .description("How many")
                .tags("a", "b")
                .owner("payments")
                .draft());
  }

  @Test
  void rulesWithoutAnIdGetOneThatNoOtherHas() {
    Draft draft =
        read(
            "{'key':'f','rules':[%s,%s,%s]}"
                .formatted(rule("'id':'r2'"), rule("'priority':9"), rule("'priority':8")));

    assertThat(draft.flag().rules()).extracting(Rule::id).containsExactly("r2", "r3", "r4");
    assertThat(draft.flag().rules()).extracting(Rule::priority).containsExactly(1, 9, 8);
  }

  @Test
  void aFlagWithoutAVariantNamedOnRollsOutItsDefault() {
    Draft draft =
        read(
            "{'key':'f','type':'string','variants':[{'key':'a','value':'A'}],'offVariant':'a','defaultVariant':'a'}");

    assertThat(draft.flag().rollout().serve()).isEqualTo(new Serve.One("a"));
  }

  @Test
  void allThatIsWrongIsSaidAtOnceEachWithItsPlace() {
    List<String> complaints =
        refusal(
            """
            {'key':'no key','type':'integer','enabled':'yes','rolloutPercent':50,'a~b/c':1,
             'variants':[{'key':'on','value':'text'},{'key':'on','value':1},{'key':'big','value':9007199254740992,'x':1}],
             'offVariant':'of','defaultVariant':'on',
             'rules':[{'id':'r','attribute':'plan','operator':'equals','values':[[]],'variant':'nope'},
                      {'id':'r','attribute':'a','operator':'gt','values':[1,'x',null],'variant':'on','rolloutPercentage':101},
                      {'attribute':'a','operator':'matches','values':['(?=x)'],'serve':{'variant':'zz'}},
                      7],
             'rolloutPercentage':-1,'tags':'a','owner':5}
            """);

    assertThat(complaints)
        .extracting(complaint -> complaint.substring(0, complaint.indexOf(':')))
        .containsExactlyInAnyOrder(
            "/key",
            "/enabled",
            "/rolloutPercent",
            "/a~0b~1c",
            "/variants/0/value",
            "/variants/1/key",
            "/variants/2/value",
            "/variants/2/x",
            "/offVariant",
            "/rules/0/operator",
            "/rules/0/variant",
            "/rules/1/id",
            "/rules/1/values/1",
            "/rules/1/values/2",
            "/rules/1/rolloutPercentage",
            "/rules/2/values/0",
            "/rules/2/serve/variant",
            "/rules/3",
            "/rolloutPercentage",
            "/tags",
            "/owner");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {'rolloutPercent':5}   | /rolloutPercent: is no field here; did you mean 'rolloutPercentage'?
          {'enabeld':true}       | /enabeld: is no field here; did you mean 'enabled'?
          {'rule':[]}            | /rule: is no field here; did you mean 'rules'?
          {'type':'bool'}        | /type: 'bool' is no type; did you mean 'boolean'?
          {'type':'JSON'}        | /type: 'JSON' is no type; known are boolean, integer, json, number, string
          {'offVariant':'of'}    | /offVariant: names the unknown variant 'of'; did you mean 'off'?
          {'offVariant':''}      | /offVariant: names the unknown variant ''; known are off, on
          {'serve':{'variant':'zzz'}} | /serve/variant: names the unknown variant 'zzz'; known are off, on
          {'serve':{'variant':''}} | /serve/variant: names the unknown variant ''; known are off, on
          {'serve':{}}           | /serve/variant: is missing
          {'serve':'on'}         | /serve: must be an object, not a text
          {'enabled':1}          | /enabled: must be true or false, not the number 1
          {'name':[]}            | /name: must be a text, not a list
          {'bucketBy':''}        | /bucketBy: is empty; name an attribute
          {'variants':[]}        | /variants: is empty; a flag serves at least one variant
          {'rules':{}}           | /rules: must be a list, not an object
          {'rules':[null]}       | /rules/0: must be an object, not null
          {'variants':[5]}       | /variants/0: must be an object, not the number 5
          {'tags':['a',1]}       | /tags/1: must be a text of at most 128 characters
          """)
  void aMistakeIsNamedOnceAndAWayOutIsOffered(String fields, String complaint) {
    List<String> complaints = refusal("{'key':'f'," + fields.substring(1));

    assertThat(complaints).startsWith(complaint);
    assertThat(complaints)
        .filteredOn(each -> each.startsWith(complaint.substring(0, complaint.indexOf(':') + 1)))
        .hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          'variant':'nope'                    | /variant: names the unknown variant 'nope'; known are off, on
          'variant':''                        | /variant: names the unknown variant ''; known are off, on
          'variant':null                      | /variant: is missing
          'operator':'equals','values':[]     | /operator: 'equals' is no operator; known are after, before
          'operator':'EQ'                     | /operator: 'EQ' is no operator; known are after, before
          'operator':''                       | /operator: '' is no operator; known are after, before
          'operator':'not_exist'              | /operator: 'not_exist' is no operator; did you mean 'not_exists'?
          'operator':null                     | /operator: is missing
          'operator':5                        | /operator: must be a text, not the number 5
          'attribute':''                      | /attribute: is empty; name an attribute of the context
          'attribute':null                    | /attribute: is missing
          'values':[]                         | /values: 'eq' takes at least one value
          'values':'enterprise'               | /values: must be a list, not a text
          'values':[null]                     | /values/0: values are texts, numbers, true or false, not lists, objects or null
          'operator':'exists'                 | /values: 'exists' takes no values
          'operator':'gt'                     | /values/0: this operator compares with numbers
          'operator':'matches','values':['(']  | /values/0: not a regular expression in RE2 syntax
          'operator':'matches','values':['(?=x)'] | /values/0: not a regular expression in RE2 syntax
          'operator':'matches','values':['((a{1000}){1000}){1000}'] | /values/0: a regular expression that is longer
          'operator':'contains','values':[5]  | /values/0: this operator compares with texts
          'priority':1.5                      | /priority: must be a whole number, not the number 1.5
          'priority':99999999999              | /priority: 99999999999 is out of range
          'id':'a b'                          | /id: 'a b' is not a key
          'id':''                             | /id: '' is not a key
          'id':5                              | /id: must be a text, not the number 5
          'serve':{'variant':'on'}            | /serve: is there beside 'variant'; give one of them
          'valeus':['x']                      | /valeus: is no field here; did you mean 'values'?
          """)
  void aMistakeInARuleIsNamedOnceAtItsPlace(String change, String complaint) {
    List<String> complaints =
        refusal("{'key':'f','rules':[%s,%s]}".formatted(rule("'id':'a'"), rule(change)));

    assertThat(complaints).singleElement().asString().startsWith("/rules/1" + complaint);
  }

  @Test
  void regularExpressionsThatAreTooMuchTogetherAreRefusedOnceAmongAllElse() {
    String most = "'operator':'matches','values':['a{998}','%s']".formatted("b".repeat(1_000));
    String more = "'operator':'matches','values':['c']";

    assertThat(read("{'key':'f','rules':[%s]}".formatted(rule(most)))).isNotNull();
    assertThat(refusal("{'key':'f','enabled':1,'rules':[%s,%s]}".formatted(rule(most), rule(more))))
        .containsExactly(
            "/enabled: must be true or false, not the number 1",
            "/rules: the regular expressions of all rules have 2001 steps together when their repetitions are written out; at most 2000 are allowed");
  }

  @Test
  void aRuleOrAVariantThatIsThereTwiceIsRefused() {
    assertThat(refusal("{'key':'f','rules':[%s,%s]}".formatted(rule("'id':'a'"), rule("'id':'a'"))))
        .containsExactly("/rules/1/id: rule 'a' is there twice");
    assertThat(
            refusal(
                "{'key':'f','variants':[{'key':'off','value':true},{'key':'off','value':false}]}"))
        .containsExactly("/variants/1/key: variant 'off' is there twice");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "-1, -1 is not within 0 to 100",
        "-0.001, -0.001 is not within 0 to 100",
        "100.001, 100.001 is not within 0 to 100",
        "101, 101 is not within 0 to 100",
        "1e300, 1000",
        "12.3456, 12.3456 has more than three decimals",
        "1e-4, 0.00010 has more than three decimals",
        "'50', must be a number from 0 to 100",
        "true, must be a number from 0 to 100"
      })
  void aPercentageIsANumberFrom0To100WithThreeDecimals(String percentage, String complaint) {
    assertThat(refusal("{'key':'f','rolloutPercentage':%s}".formatted(percentage)))
        .singleElement()
        .asString()
        .startsWith("/rolloutPercentage: " + complaint);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "0, 0",
        "-0.0, 0",
        "100, 100000",
        "100.0, 100000",
        "12.345, 12345",
        "0.001, 1",
        "1e1, 10000"
      })
  void threeDecimalsOfAPercentCount(String percentage, int thousandths) {
    Draft draft = read("{'key':'f','rolloutPercentage':%s}".formatted(percentage));

    assertThat(draft.flag().rollout().percentage().thousandths()).isEqualTo(thousandths);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "boolean, 1",
        "boolean, 'true'",
        "boolean, null",
        "string, 5",
        "string, true",
        "integer, 1.5",
        "integer, 1.0",
        "integer, 9007199254740992",
        "integer, -9007199254740992",
        "integer, 100000000000000000000",
        "number, '1'",
        "number, 9007199254740992",
        "json, 1",
        "json, 'text'",
        "json, null"
      })
  void aVariantOfAnotherTypeIsRefused(String type, String value) {
    assertThat(
            refusal(
                "{'key':'f','type':'%s','variants':[{'key':'off','value':%s}]}"
                    .formatted(type, value)))
        .singleElement()
        .asString()
        .startsWith("/variants/0/value: must be ");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "boolean, false",
        "string, ''",
        "integer, 9007199254740991",
        "integer, -9007199254740991",
        "number, 1",
        "number, 1.5e300",
        "json, [null]",
        "json, {}"
      })
  void aVariantOfTheFlagsTypeIsTaken(String type, String value) {
    Draft draft =
        read(
            "{'key':'f','type':'%s','variants':[{'key':'off','value':%s}]}".formatted(type, value));

    assertThat(draft.flag().variants()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "-a", ".a", "ä", "a/b", "a:b", "🌸"})
  void aKeyOutsideTheCharsetIsRefused(String key) {
    assertThat(refusal("{'key':'%s'}".formatted(key)))
        .singleElement()
        .asString()
        .startsWith("/key: '%s' is not a key".formatted(key));
  }

  @Test
  void aKeyHasAtMost128Characters() {
    assertThat(read("{'key':'%s'}".formatted("a".repeat(128))).flag().key()).hasSize(128);
    assertThat(refusal("{'key':'%s'}".formatted("a".repeat(129)))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{'key':null}"})
  void aFlagHasAKey(String document) {
    assertThat(refusal(document)).containsExactly("/key: is missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "[]", "null", "'f'", "true"})
  void aFlagIsAnObject(String document) {
    assertThat(refusal(document))
        .singleElement()
        .asString()
        .startsWith(": must be an object, not ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\u0000", "\\ud83d", "x\\udf38", "\\udf38\\ud83d"})
  void textThatCannotBeStoredIsRefusedWhereverItStands(String text) {
    assertThat(
            refusal(
                """
                {'key':'f','name':'%1$s','tags':['a','%1$s'],'type':'json',
                 'variants':[{'key':'off','value':{'a':['%1$s']}}],
                 'rules':[{'attribute':'%1$s','operator':'eq','values':['%1$s'],'variant':'off'}]}
                """
                    .formatted(text)))
        .extracting(
            complaint -> complaint.replaceAll(": holds the character U\\+[0-9A-F]{4},.*", ""))
        .containsExactlyInAnyOrder(
            "/name", "/tags/1", "/variants/0/value/a/0", "/rules/0/attribute", "/rules/0/values/0");
  }

  @Test
  void aFieldsNameThatCannotBeStoredIsRefused() {
    assertThat(
            refusal("{'key':'f','type':'json','variants':[{'key':'off','value':{'a\\u0000':1}}]}"))
        .containsExactly("/variants/0/value: holds the character U+0000, which cannot be stored");
  }

  @Test
  void emojiAreStored() {
    assertThat(read("{'key':'f','name':'🌸 \\ud83c\\udf38'}").details().name()).isEqualTo("🌸 🌸");
  }

  @Test
  void textsAndListsHaveLimits() {
    assertThat(refusal("{'key':'f','name':'%s'}".formatted("a".repeat(257))))
        .containsExactly("/name: has 257 characters; at most 256 are allowed");
    assertThat(refusal("{'key':'f','tags':[%s0]}".formatted("'a',".repeat(100))))
        .containsExactly("/tags: has 101 elements; at most 100 are allowed");
  }

  private static String rule(String change) {
    String name = change.substring(0, change.indexOf(':'));
    var rule = new StringBuilder("{").append(change);
    for (String field :
        List.of("'attribute':'plan'", "'operator':'eq'", "'values':['x']", "'variant':'on'")) {
      boolean replaced =
          field.startsWith(name + ":") || change.contains("," + field.split(":", 2)[0]);
      rule.append(replaced ? "" : "," + field);
    }
    return rule.append("}").toString();
  }

  private static Draft read(String json) {
    return DraftShape.read(document(json));
  }

  private static List<String> refusal(String json) {
    return complaints(() -> read(json));
  }
}
