package featureflags.json;

import static featureflags.engine.Operator.EQ;
import static featureflags.engine.Operator.EXISTS;
import static featureflags.json.Documents.complaints;
import static featureflags.json.Documents.document;
import static featureflags.testkit.Conditions.all;
import static featureflags.testkit.Conditions.inSegment;
import static featureflags.testkit.Conditions.test;
import static featureflags.testkit.EntryBuilder.entry;
import static featureflags.testkit.FlagBuilder.flag;
import static featureflags.testkit.RuleBuilder.when;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import featureflags.catalog.Draft;
import featureflags.engine.Arm;
import featureflags.engine.Rule;
import featureflags.engine.Serve;
import featureflags.engine.SlotRange;
import featureflags.engine.ValueType;
import featureflags.engine.Weight;
import featureflags.testkit.FlagBuilder;
import featureflags.testkit.RuleBuilder;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Flags that are edited by instruction.
class InstructionsTest {
  @Test
  void instructionsAreFollowedOneAfterTheOther() {
    Draft edited =
        edited(
            """
            {'kind':'turnOff'},
            {'kind':'setRollout','rolloutPercentage':12.5,'bucketBy':'companyId','salt':'s'},
            {'kind':'setServe','variant':'b'},
            {'kind':'setOffVariant','variant':'c'},
            {'kind':'setDefaultVariant','variant':'b'},
            {'kind':'setPrerequisites','prerequisites':[{'flag':'p','variants':['on']}]},
            {'kind':'setName','name':'New'},
            {'kind':'setDescription','description':'Why'},
            {'kind':'setOwner','owner':'us'},
            {'kind':'removeTags','tags':['old','none']},
            {'kind':'addTags','tags':['new','kept','new']},
            {'kind':'removeRule','ruleId':'tree'}
            """);

    assertThat(edited)
        .isEqualTo(
            entry(
                    base()
                        .disabled()
                        .rollout(12.5)
                        .bucketBy("companyId")
                        .salt("s")
                        .serve("b")
                        .off("c")
                        .otherwise("b")
                        .requires("p", "on")
                        .rule(pro())
                        .rule(split())
                        .build())
                .name("New")
                .description("Why")
                .owner("us")
                .tags("kept", "new")
                .draft());
  }

  @Test
  void whatIsNullIsCleared() {
    Draft edited =
        edited(
            """
            {'kind':'setRollout','rolloutPercentage':null,'bucketBy':null,'salt':null},
            {'kind':'setName','name':null},{'kind':'setDescription','description':null},
            {'kind':'setOwner','owner':null},{'kind':'setTags','tags':[]}
            """);

    assertThat(edited)
        .isEqualTo(
            entry(base().enabled().serve("a").rule(pro()).rule(split()).rule(tree()).build())
                .draft());
  }

  @Test
  void onlyTheEndMustBeAFlag() {
    Draft edited =
        edited(
            """
            {'kind':'setVariants','type':'integer','variants':[{'key':'one','value':1},{'key':'two','value':2}]},
            {'kind':'setOffVariant','variant':'one'},{'kind':'setDefaultVariant','variant':'one'},
            {'kind':'setServe','variant':'two'},
            {'kind':'removeRule','ruleId':'pro'},{'kind':'removeRule','ruleId':'split'},{'kind':'removeRule','ruleId':'tree'}
            """);

    assertThat(edited.flag())
        .isEqualTo(
            flag("f")
                .enabled()
                .type(ValueType.INTEGER)
                .variant("one", 1)
                .variant("two", 2)
                .off("one")
                .otherwise("one")
                .serve("two")
                .rollout(50)
                .build());
  }

  @Test
  void aFieldOfARuleThatIsAbsentIsKeptAndOneThatIsNullIsCleared() {
    Draft edited =
        edited(
            """
            {'kind':'updateRule','ruleId':'split','rule':{'rolloutPercentage':5,'bucketBy':'companyId','salt':'s'}},
            {'kind':'updateRule','ruleId':'split','rule':{'id':'split','bucketBy':null,'priority':7}}
            """);

    assertThat(edited.flag().rules().get(1))
        .isEqualTo(
            entry(base().rule(pro()).rule(split().rollout(5).salt("s").priority(7)).build())
                .draft()
                .flag()
                .rules()
                .get(1));
  }

  @Test
  void aConditionInTheOneFormTakesThePlaceOfOneInTheOther() {
    Draft edited =
        edited(
            """
            {'kind':'updateRule','ruleId':'pro','rule':{'when':{'segment':'beta'}}},
            {'kind':'updateRule','ruleId':'tree','rule':{'attribute':'plan','operator':'exists'}}
            """);

    assertThat(edited.flag().rules())
        .extracting(Rule::when)
        .containsExactly(inSegment("beta"), test("team", EXISTS), test("plan", EXISTS));
  }

  @Test
  void aVariantTakesThePlaceOfASplitAndASplitThatOfAVariant() {
    Draft edited =
        edited(
            """
            {'kind':'updateRule','ruleId':'pro','rule':{'serve':{'split':[{'variant':'a','weight':1}]}}},
            {'kind':'updateRule','ruleId':'split','rule':{'variant':'c'}}
            """);

    assertThat(edited.flag().rules())
        .extracting(rule -> rule.rollout().serve())
        .startsWith(Serve.Split.of(List.of(new Weight("a", 1))), new Serve.One("c"));
  }

  @Test
  void weightsThatChangeMoveTheFewestAndKeepTheOrder() {
    Draft edited =
        edited("{'kind':'setWeights','ruleId':'split','weights':{'c':20,'b':40,'a':40}}");

    assertThat(edited.flag().rules().get(1).rollout().serve())
        .isEqualTo(
            new Serve.Split(
                List.of(
                    new Arm("a", 40, List.of(new SlotRange(0, 40_000))),
                    new Arm("b", 40, List.of(new SlotRange(50_000, 90_000))),
                    new Arm(
                        "c",
                        20,
                        List.of(new SlotRange(40_000, 50_000), new SlotRange(90_000, 100_000))))));
  }

  @Test
  void anArmThatIsNotNamedGoes() {
    Draft edited =
        edited(
            """
            {'kind':'setServe','split':[{'variant':'a','weight':1},{'variant':'b','weight':1}]},
            {'kind':'setWeights','weights':{'b':3}},{'kind':'setWeights','ruleId':'split','weights':{'b':3}}
            """);

    assertThat(edited.flag().rollout().serve())
        .isEqualTo(Serve.Split.of(List.of(new Weight("b", 3))));
    assertThat(edited.flag().rules().get(1).rollout().serve())
        .isEqualTo(Serve.Split.of(List.of(new Weight("b", 3))));
  }

  @Test
  void aRuleThatIsPutBeforeAnotherTakesItsPriorityAndOneThatIsPutLastTheHighest() {
    Draft edited =
        edited(
            """
            {'kind':'updateRule','ruleId':'pro','rule':{'priority':9}},
            {'kind':'addRule','rule':{'id':'first','attribute':'x','operator':'exists','variant':'a'},'before':'split'},
            {'kind':'addRule','rule':{'id':'last','attribute':'x','operator':'exists','variant':'a'}},
            {'kind':'addRule','rule':{'id':'own','priority':5,'attribute':'x','operator':'exists','variant':'a'},'before':'first'},
            {'kind':'moveRule','ruleId':'tree','before':'pro'},
            {'kind':'moveRule','ruleId':'split'}
            """);

    assertThat(edited.flag().rules())
        .extracting(Rule::id, Rule::priority)
        .containsExactly(
            tuple("tree", 9),
            tuple("pro", 9),
            tuple("own", 5),
            tuple("first", 2),
            tuple("last", 9),
            tuple("split", 9));
  }

  @Test
  void theOnlyRuleOfAFlagHasThePriority1() {
    var instructions =
        read("{'kind':'addRule','rule':{'attribute':'x','operator':'exists','variant':'on'}}");

    Draft edited = instructions.apply(entry("f").draft());

    assertThat(edited.flag().rules()).extracting(Rule::id).containsExactly("r1");
    assertThat(edited.flag().rules()).extracting(Rule::priority).containsExactly(1);
  }

  @Test
  void whatIsSaidAboutThemIsRead() {
    String document = "{'instructions':[{'kind':'turnOn'}],'comment':'%s'}";

    assertThat(Instructions.read(document(document.formatted("Ready"))).comment())
        .isEqualTo("Ready");
    assertThat(read("{'kind':'turnOn'}").comment()).isEmpty();
    assertThat(Instructions.read(document(document.formatted("x".repeat(1_024))))).isNotNull();
    assertThat(complaints(() -> Instructions.read(document(document.formatted("x".repeat(1_025))))))
        .containsExactly("/comment: has 1025 characters; at most 1024 are allowed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {}                                 | /instructions: is missing or empty; say what is to be done
          {'instructions':[]}                | /instructions: is missing or empty; say what is to be done
          {'instructions':{}}                | /instructions: must be a list, not an object
          {'instructions':[5]}               | /instructions/0: must be an object, not the number 5
          {'instruction':[],'instructions':[{'kind':'turnOn'}]} | /instruction: is no field here; did you mean 'instructions'?
          {'instructions':[{'kind':'turnOn'}],'comment':5} | /comment: must be a text, not the number 5
          {'instructions':[{'kind':'setName','name':'\\u0000'}]} | /instructions/0/name: holds the character U+0000
          """)
  void aDocumentThatIsWrongIsRefused(String document, String complaint) {
    assertThat(complaints(() -> Instructions.read(document(document))))
        .singleElement()
        .asString()
        .startsWith(complaint);
  }

  @Test
  void aDocumentIsAnObject() {
    assertThat(complaints(() -> Instructions.read(document("[]"))))
        .startsWith(": must be an object, not a list");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {}                                             | /kind: is missing
          {'kind':5}                                     | /kind: must be a text, not the number 5
          {'kind':'turnon'}                              | /kind: 'turnon' is no kind; did you mean 'turnOn'?
          {'kind':'setSchedule'}                         | /kind: 'setSchedule' is no kind; known are addRule, addTags, moveRule,
          {'kind':''}                                    | /kind: '' is no kind; known are addRule,
          {'kind':'turnOn','ruleId':'r'}                 | /ruleId: is no field here
          {'kind':'setRollout'}                          | : changes nothing; give one of rolloutPercentage, bucketBy, salt
          {'kind':'setRollout','rolloutPercentage':101}  | /rolloutPercentage: 101 is not within 0 to 100
          {'kind':'setRollout','bucketBy':''}            | /bucketBy: is empty; name an attribute
          {'kind':'setRollout','salt':'s','rollout':5}   | /rollout: is no field here; did you mean 'rolloutPercentage'?
          {'kind':'setServe'}                            | : has one of variant and split
          {'kind':'setServe','variant':'a','split':[]}   | : has one of variant and split
          {'kind':'setWeights'}                          | /weights: is missing
          {'kind':'setWeights','weights':[]}             | /weights: must be an object, not a list
          {'kind':'setWeights','weights':{}}             | /weights: is empty; name each variant with its weight
          {'kind':'setWeights','weights':{'a':-1}}       | /weights/a: must be a whole number from 0 to 1000000
          {'kind':'setWeights','weights':{'a':null}}     | /weights/a: is missing
          {'kind':'setWeights','weights':{'a':1},'ruleId':'a b'} | /ruleId: 'a b' is not a key
          {'kind':'addRule'}                             | /rule: is missing
          {'kind':'addRule','rule':5}                    | /rule: must be an object, not the number 5
          {'kind':'addRule','rule':{},'before':5}        | /before: must be a text, not the number 5
          {'kind':'addRule','rule':{},'after':'r'}       | /after: is no field here; known are before, kind, rule
          {'kind':'updateRule','rule':{'priority':1}}    | /ruleId: is missing
          {'kind':'updateRule','ruleId':'r'}             | /rule: is missing
          {'kind':'updateRule','ruleId':'r','rule':{}}   | /rule: is empty; give the fields that change
          {'kind':'updateRule','ruleId':'r','rule':{'id':'s'}} | /rule/id: is not 'r', and a rule's id never changes
          {'kind':'updateRule','ruleId':'r','rule':{'id':null}} | /rule/id: is not 'r', and a rule's id never changes
          {'kind':'removeRule'}                          | /ruleId: is missing
          {'kind':'removeRule','rule':'r','ruleId':'r'}  | /rule: is no field here; did you mean 'ruleId'?
          {'kind':'moveRule','before':'r'}               | /ruleId: is missing
          {'kind':'moveRule','ruleId':'r','before':'r'}  | /before: names the rule itself
          {'kind':'setVariants'}                         | /variants: is missing
          {'kind':'setVariants','variants':{}}           | /variants: must be a list, not an object
          {'kind':'setVariants','variants':[],'type':'bool'} | /type: 'bool' is no type; did you mean 'boolean'?
          {'kind':'setDefaultVariant'}                   | /variant: is missing
          {'kind':'setOffVariant','variant':5}           | /variant: must be a text, not the number 5
          {'kind':'setPrerequisites'}                    | /prerequisites: is missing
          {'kind':'setPrerequisites','prerequisites':[{'flag':'a'}]} | /prerequisites/0/variants: is missing or empty
          {'kind':'setName'}                             | /name: is missing; null clears it
          {'kind':'setDescription','description':5}      | /description: must be a text, not the number 5
          {'kind':'setOwner','name':'us','owner':null}   | /name: is no field here
          {'kind':'setTags'}                             | /tags: is missing
          {'kind':'addTags','tags':'new'}                | /tags: must be a list, not a text
          {'kind':'removeTags','tags':[5]}               | /tags/0: must be a text of at most 128 characters
          """)
  void aMistakeInAnInstructionIsNamedOnceAtItsPlace(String instruction, String complaint) {
    assertThat(complaints(() -> read("{'kind':'turnOn'},%s".formatted(instruction))))
        .singleElement()
        .asString()
        .startsWith("/instructions/1" + complaint);
  }

  @Test
  void thereAreAtMost100Instructions() {
    String most = "{'kind':'turnOn'}" + ",{'kind':'turnOn'}".repeat(99);

    assertThat(read(most).list()).hasSize(100);
    assertThat(complaints(() -> read(most + ",{'kind':'turnOn'}")))
        .containsExactly("/instructions: has 101 elements; at most 100 are allowed");
  }

  @Test
  void allThatIsWrongIsSaidAtOnce() {
    assertThat(
            complaints(() ->
                read(
                    "{'kind':'turnUp'},{'kind':'setRollout','rolloutPercentage':-1,'x':1},{'kind':'moveRule'}")))
        .extracting(complaint -> complaint.substring(0, complaint.indexOf(':')))
        .containsExactly(
            "/instructions/0/kind",
            "/instructions/1/rolloutPercentage",
            "/instructions/1/x",
            "/instructions/2/ruleId");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {'kind':'removeRule','ruleId':'tre'}          | /ruleId: names the unknown rule 'tre'; did you mean 'tree'?
          {'kind':'updateRule','ruleId':'x','rule':{'variant':'a'}} | /ruleId: names the unknown rule 'x'; known are pro, split, tree
          {'kind':'moveRule','ruleId':'x'}              | /ruleId: names the unknown rule 'x'
          {'kind':'moveRule','ruleId':'pro','before':'x'} | /before: names the unknown rule 'x'
          {'kind':'addRule','rule':{},'before':'x'}     | /before: names the unknown rule 'x'
          {'kind':'addRule','rule':{'id':'pro'}}        | /rule/id: rule 'pro' is there already
          {'kind':'setWeights','ruleId':'x','weights':{'a':1}} | /ruleId: names the unknown rule 'x'
          {'kind':'setWeights','ruleId':'pro','weights':{'a':1}} | /weights: rule 'pro' serves no split whose weights could be set
          {'kind':'setWeights','weights':{'a':1}}       | /weights: the flag's own rollout serves no split whose weights could be set
          """)
  void anInstructionThatCannotBeFollowedIsRefused(String instruction, String complaint) {
    assertThat(complaints(() -> edited("{'kind':'turnOn'},%s".formatted(instruction))))
        .singleElement()
        .asString()
        .startsWith("/instructions/1" + complaint);
  }

  @Test
  void aRuleThatWasRemovedIsNoLongerKnown() {
    assertThat(
            complaints(() ->
                edited(
                    "{'kind':'removeRule','ruleId':'pro'},{'kind':'moveRule','ruleId':'pro'},{'kind':'moveRule','ruleId':'tree','before':'pro'}")))
        .extracting(complaint -> complaint.substring(0, complaint.indexOf(';')))
        .containsExactly(
            "/instructions/1/ruleId: names the unknown rule 'pro'",
            "/instructions/2/before: names the unknown rule 'pro'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {'kind':'setServe','variant':'bb'}            | /instructions/1/variant: names the unknown variant 'bb'; did you mean 'b'?
          {'kind':'setServe','split':[{'variant':'bb','weight':1}]} | /instructions/1/split/0/variant: names the unknown variant 'bb'
          {'kind':'setDefaultVariant','variant':'bb'}   | /instructions/1/variant: names the unknown variant 'bb'
          {'kind':'setOffVariant','variant':'bb'}       | /instructions/1/variant: names the unknown variant 'bb'
          {'kind':'setVariants','type':'string','variants':[{'key':'a','value':'A'},{'key':'b','value':'B'},{'key':'c','value':5}]} | /instructions/1/variants/2/value: must be a text as the flag's type says
          {'kind':'setWeights','ruleId':'split','weights':{'bb':1}} | /instructions/1/weights: the flag that comes of it is refused at /rules/1/serve/split/0/variant: names the unknown variant 'bb'
          {'kind':'setVariants','variants':[{'key':'a','value':'A'},{'key':'b','value':'B'}]} | /instructions: the flag that comes of it is refused at /rules/2/variant: names the unknown variant 'c'
          {'kind':'addRule','rule':{'attribute':'x','operator':'is','variant':'a'}} | /instructions/1/rule/operator: 'is' is no operator
          {'kind':'addRule','rule':{'attribute':'x','operator':'exists'}} | /instructions/1/rule/variant: is missing
          {'kind':'addRule','rule':{'attribute':'x','operator':'exists','variant':'a','a/b':1}} | /instructions/1/rule/a~1b: is no field here
          {'kind':'addRule','rule':{'when':{'all':[{'segment':5}]},'variant':'a'},'before':'pro'} | /instructions/1/rule/when/all/0/segment: must be a text
          {'kind':'updateRule','ruleId':'tree','rule':{'rolloutPercentage':101}} | /instructions/1/rule/rolloutPercentage: 101 is not within 0 to 100
          {'kind':'updateRule','ruleId':'tree','rule':{'values':['x']}} | /instructions/1/rule/attribute: is missing
          {'kind':'updateRule','ruleId':'pro','rule':{'when':{'segment':'a'},'attribute':'b'}} | /instructions/1/rule/attribute: is there beside 'when'
          {'kind':'updateRule','ruleId':'pro','rule':{'operator':'exists'}} | /instructions: the flag that comes of it is refused at /rules/0/values: 'exists' takes no values
          {'kind':'setTags','tags':['%1$s']}            | /instructions/1/tags/0: must be a text of at most 128 characters
          {'kind':'setName','name':'%1$s'}              | /instructions/1/name: has 300 characters; at most 256 are allowed
          """)
  void aFlagThatComesOutWrongIsRefusedWhereItWasSaid(String instruction, String complaint) {
    String last = instruction.formatted("x".repeat(300));

    assertThat(complaints(() -> edited("{'kind':'turnOn'},%s".formatted(last))))
        .filteredOn(each -> each.startsWith(complaint))
        .hasSize(1);
  }

  @Test
  void tooManyTagsAreLaidOnTheInstructionThatAddedThem() {
    String tags = IntStream.range(0, 99).mapToObj("'t%d'"::formatted).collect(joining(","));

    assertThat(complaints(() -> edited("{'kind':'addTags','tags':[%s]}".formatted(tags))))
        .containsExactly(
            "/instructions/0: the flag that comes of it is refused at /tags: has 101 elements; at most 100 are allowed");
  }

  private static FlagBuilder base() {
    return flag("f")
        .type(ValueType.STRING)
        .variant("a", "A")
        .variant("b", "B")
        .variant("c", "C")
        .off("a")
        .otherwise("a")
        .serve("a");
  }

  private static RuleBuilder pro() {
    return when("plan", EQ, "pro").id("pro").priority(1).serve("b");
  }

  private static RuleBuilder split() {
    return when("team", EXISTS)
        .id("split")
        .priority(2)
        .split(new Weight("a", 50), new Weight("b", 50));
  }

  private static RuleBuilder tree() {
    return when(all(inSegment("beta"))).id("tree").priority(3).serve("c");
  }

  private static Draft edited(String instructions) {
    return read(instructions).apply(current());
  }

  private static Instructions read(String instructions) {
    return Instructions.read(document("{'instructions':[%s]}".formatted(instructions)));
  }

  private static Draft current() {
    return entry(
            base().enabled().rollout(50).serve("a").rule(pro()).rule(split()).rule(tree()).build())
        .name("F")
        .description("D")
        .owner("O")
        .tags("old", "kept")
        .draft();
  }
}
