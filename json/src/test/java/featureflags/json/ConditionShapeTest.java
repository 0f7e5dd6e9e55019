package featureflags.json;

import static featureflags.engine.Operator.EQ;
import static featureflags.engine.Operator.IN;
import static featureflags.engine.Operator.MODULO;
import static featureflags.engine.Operator.SEMVER_LT;
import static featureflags.json.Documents.complaints;
import static featureflags.json.Documents.document;
import static featureflags.testkit.Conditions.all;
import static featureflags.testkit.Conditions.any;
import static featureflags.testkit.Conditions.flagServes;
import static featureflags.testkit.Conditions.inSegment;
import static featureflags.testkit.Conditions.not;
import static featureflags.testkit.Conditions.test;
import static featureflags.testkit.Conditions.testIgnoringCase;
import static org.assertj.core.api.Assertions.assertThat;

import featureflags.engine.Condition;
import featureflags.engine.Flag;
import featureflags.engine.Value;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The condition of a rule, for better and worse.
class ConditionShapeTest {
  private static final String PLAN = "{'attribute':'plan','operator':'eq','values':['pro']}";

  @Test
  void aTreeIsReadAsItIsWritten() {
    Condition condition =
        read(
            """
            {'all':[{'segment':'beta'},
                    {'any':[{'attribute':'country','operator':'in','values':['DE',5,true]},
                            {'not':{'attribute':'app.version','operator':'semver_lt','values':['2.4.0']}},
                            {'any':[]}]},
                    {'flag':'payments-v3','variants':['on','half']},
                    {'attribute':'plan','operator':'eq','values':['Pro'],'ignoreCase':true},
                    {'attribute':'id','operator':'modulo','values':[7,3],'ignoreCase':false}]}
            """);

    assertThat(condition)
        .isEqualTo(
            all(
                inSegment("beta"),
                any(
                    test("country", IN, "DE", 5, true),
                    not(test("app.version", SEMVER_LT, "2.4.0")),
                    any()),
                flagServes("payments-v3", "on", "half"),
                testIgnoringCase("plan", EQ, "Pro"),
                test("id", MODULO, 7, 3)));
  }

  @Test
  void aTestAloneIsWrittenInTheShortFormAndATreeIsNot() {
    assertThat(written(PLAN)).containsEntry("attribute", text("plan")).doesNotContainKey("when");
    assertThat(written("{'not':%s}".formatted(PLAN)))
        .containsEntry("when", document("{'not':%s}".formatted(PLAN)))
        .doesNotContainKeys("attribute", "operator", "values", "ignoreCase");
  }

  @Test
  void theShortFormIsKept() {
    String rule = "'attribute':'plan','operator':'eq','values':['pro'],'ignoreCase':true";
    Flag flag =
        DraftShape.read(document("{'key':'f','rules':[{%s,'variant':'on'}]}".formatted(rule)))
            .flag();

    assertThat(RuleShape.write(flag.rules().getFirst(), "f"))
        .isEqualTo(document("{'id':'r1','priority':1,%s,'variant':'on'}".formatted(rule)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          5                              | : must be an object, not the number 5
          []                             | : must be an object, not a list
          {}                             | : is no condition; a condition has one of all, any, not, segment, flag, attribute
          {'cohort':'beta'}              | : is no condition; a condition has one of all, any, not, segment, flag, attribute
          {'all':[],'any':[]}            | : is several conditions at once; a condition has one of
          {'segment':'a','attribute':'a'} | : is several conditions at once; a condition has one of
          {'segment':'a','flag':'b','variants':['c']} | : is several conditions at once; a condition has one of
          {'all':{}}                     | /all: must be a list, not an object
          {'any':'x'}                    | /any: must be a list, not a text
          {'any':[null]}                 | /any/0: must be an object, not null
          {'not':[]}                     | /not: must be an object, not a list
          {'not':{}}                     | /not: is no condition
          {'all':[{'any':[{'not':{'segment':5}}]}]} | /all/0/any/0/not/segment: must be a text, not the number 5
          {'segment':'a b'}              | /segment: 'a b' is not a key
          {'segment':'a','variants':[]}  | /variants: is no field here
          {'all':[],'values':[]}         | /values: is no field here
          {'flag':'f'}                   | /variants: is missing or empty; name the variants that will do
          {'flag':'f','variants':[]}     | /variants: is missing or empty; name the variants that will do
          {'flag':'f','variants':'on'}   | /variants: must be a list, not a text
          {'flag':'f','variants':[5]}    | /variants/0: must be a key
          {'flag':'f','variants':['a','a']} | /variants/1: 'a' is there twice
          {'flag':'','variants':['a']}   | /flag: '' is not a key
          {'flag':'f','variant':'a','variants':['a']} | /variant: is no field here; did you mean 'variants'?
          {'attribute':'a','operator':'eq'} | /values: 'eq' takes at least one value
          {'attribute':'a','operator':'eq','values':['x'],'ignorecase':true} | /ignorecase: is no field here; did you mean 'ignoreCase'?
          {'attribute':'a','operator':'eq','values':['x'],'ignoreCase':'yes'} | /ignoreCase: must be true or false, not a text
          """)
  void aMistakeIsNamedOnceAtItsPlace(String when, String complaint) {
    assertThat(refusal(when)).singleElement().asString().startsWith("/rules/0/when" + complaint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          eq           | {}                | values are texts, numbers, true or false, not lists, objects or null
          neq          | []                | values are texts, numbers, true or false, not lists, objects or null
          in           | null              | values are texts, numbers, true or false, not lists, objects or null
          not_in       | ['x']             | values are texts, numbers, true or false, not lists, objects or null
          contains     | 5                 | this operator compares with texts
          not_contains | true              | this operator compares with texts
          starts_with  | 1.5               | this operator compares with texts
          ends_with    | false             | this operator compares with texts
          matches      | '(a'              | not a regular expression in RE2 syntax
          matches      | '(?=a)'           | not a regular expression in RE2 syntax
          matches      | '\\\\1'           | not a regular expression in RE2 syntax
          matches      | 5                 | this operator takes a regular expression
          gt           | 'many'            | this operator compares with numbers
          gte          | true              | this operator compares with numbers
          lt           | ''                | this operator compares with numbers
          lte          | '1,5'             | this operator compares with numbers
          before       | 'tomorrow'        | this operator compares with times: RFC 3339 such as
          before       | '2026-02-30T00:00:00Z' | this operator compares with times: RFC 3339 such as
          after        | '2026-01-31'      | this operator compares with times: RFC 3339 such as
          after        | true              | this operator compares with times: RFC 3339 such as
          semver_eq    | 'latest'          | this operator compares with versions such as
          semver_gt    | 2.4               | this operator compares with versions such as
          semver_gte   | '1.2.3.4'         | this operator compares with versions such as
          semver_lt    | ''                | this operator compares with versions such as
          semver_lte   | '1.0.0-'          | this operator compares with versions such as
          in_cidr      | '10.0.0.0/33'     | this operator compares with blocks of addresses such as
          in_cidr      | '10.0.0'          | this operator compares with blocks of addresses such as
          in_cidr      | '2001:db8::/129'  | this operator compares with blocks of addresses such as
          in_cidr      | 10                | this operator compares with blocks of addresses such as
          modulo       | 'seven'           | this operator takes whole numbers: [divisor, remainder]
          modulo       | 1.5               | this operator takes whole numbers: [divisor, remainder]
          """)
  void aValueThatTheOperatorCannotCompareWithIsRefused(
      String operator, String value, String complaint) {
    String values = operator.equals("modulo") ? value + ",0" : value;

    assertThat(
            refusal("{'attribute':'a','operator':'%s','values':[%s]}".formatted(operator, values)))
        .singleElement()
        .asString()
        .startsWith("/rules/0/when/values/0: " + complaint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          exists     | [1]       | 'exists' takes no values
          not_exists | ['x']     | 'not_exists' takes no values
          gt         | []        | 'gt' takes at least one value
          modulo     | []        | 'modulo' takes
          modulo     | [7]       | 'modulo' takes two values, [divisor, remainder], not 1
          modulo     | [7,1,2]   | 'modulo' takes two values, [divisor, remainder], not 3
          modulo     | [0,0]     | 'modulo' has the divisor 0 and the remainder 0; a divisor is at least 1
          modulo     | [7,7]     | 'modulo' has the divisor 7 and the remainder 7; a divisor is at least 1
          modulo     | [7,-1]    | 'modulo' has the divisor 7 and the remainder -1; a divisor is at least 1
          """)
  void valuesThatTheOperatorCannotTakeTogetherAreRefused(
      String operator, String values, String complaint) {
    assertThat(refusal("{'attribute':'a','operator':'%s','values':%s}".formatted(operator, values)))
        .singleElement()
        .asString()
        .startsWith("/rules/0/when/values: " + complaint);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "gt, 1",
        "lte, 1",
        "before, 0",
        "after, 0",
        "semver_eq, '1.0.0'",
        "semver_lte, '1.0.0'",
        "in_cidr, '::/0'"
      })
  void onlyOperatorsThatCompareTextsIgnoreCase(String operator, String value) {
    String test = "{'attribute':'a','operator':'%s','values':[%s],'ignoreCase':%s}";

    assertThat(refusal(test.formatted(operator, value, "true")))
        .containsExactly(
            "/rules/0/when/ignoreCase: only operators that compare texts can ignore case");
    assertThat(read(test.formatted(operator, value, "false"))).isNotNull();
  }

  @Test
  void aLongListOfValuesIsASegment() {
    String test = "{'attribute':'a','operator':'in','values':[%s]}";
    String most =
        IntStream.range(0, 10_000).mapToObj(Integer::toString).collect(Collectors.joining(","));

    assertThat(read(test.formatted(most))).isNotNull();
    assertThat(refusal(test.formatted(most + ",1")))
        .containsExactly(
            "/rules/0/when/values: 'in' has 10001 values; at most 10000 are allowed: put longer lists into a segment");
  }

  @Test
  void aTreeIsAtMost16ConditionsDeep() {
    assertThat(read(nested(15))).isNotNull();
    assertThat(refusal(nested(16)))
        .containsExactly(
            "/rules/0/when%s: is deeper than the 16 conditions allowed"
                .formatted("/not".repeat(16)));
  }

  @Test
  void aTreeHasAtMost1000Conditions() {
    assertThat(read("{'all':[%s]}".formatted(many(999)))).isNotNull();
    assertThat(refusal("{'all':[%s]}".formatted(many(1_000))))
        .containsExactly(
            "/rules/0/when/all/999: is one condition too many; a tree has at most 1000");
    assertThat(refusal("{'all':[%s]}".formatted(many(1_001))))
        .containsExactly("/rules/0/when/all: has 1001 elements; at most 1000 are allowed");
    assertThat(
            refusal(
                "{'any':[{'all':[%s]},{'all':[%s]},{'all':[%s]}]}"
                    .formatted(many(600), many(600), many(600))))
        .singleElement()
        .asString()
        .startsWith("/rules/0/when/any/1/all/397: is one condition too many");
  }

  @Test
  void theShortFormBesideATreeIsRefused() {
    assertThat(
            complaints(() ->
                DraftShape.read(
                    document(
                        "{'key':'f','rules':[{'when':{'segment':'a'},'attribute':'b','operator':'eq','values':[],'ignoreCase':true,'variant':'on'}]}"))))
        .containsExactly(
            "/rules/0/attribute: is there beside 'when'; put it into the condition",
            "/rules/0/operator: is there beside 'when'; put it into the condition",
            "/rules/0/values: is there beside 'when'; put it into the condition",
            "/rules/0/ignoreCase: is there beside 'when'; put it into the condition");
  }

  @Test
  void allThatIsWrongWithATreeIsSaidAtOnce() {
    assertThat(
            refusal(
                """
                {'all':[{'segment':5},{'flag':'f'},{'not':{'attribute':'','operator':'gt','values':['x',1,'y']}},
                        {'attribute':'a','operator':'exists','values':[1],'ignoreCase':true},{'all':7},{'x':1}]}
                """))
        .extracting(
            complaint -> complaint.substring("/rules/0/when".length(), complaint.indexOf(':')))
        .containsExactly(
            "/all/0/segment",
            "/all/1/variants",
            "/all/2/not/attribute",
            "/all/2/not/values/0",
            "/all/2/not/values/2",
            "/all/3/ignoreCase",
            "/all/3/values",
            "/all/4/all",
            "/all/5");
  }

  private static String nested(int nots) {
    return "{'not':".repeat(nots) + PLAN + "}".repeat(nots);
  }

  private static String many(int conditions) {
    return ("," + PLAN).repeat(conditions).substring(1);
  }

  private static Value text(String text) {
    return new Value.Text(text);
  }

  private static Map<String, Value> written(String when) {
    return RuleShape.write(draft(when).rules().getFirst(), "f").fields();
  }

  private static Condition read(String when) {
    return draft(when).rules().getFirst().when();
  }

  private static Flag draft(String when) {
    return DraftShape.read(
            document("{'key':'f','rules':[{'when':%s,'variant':'on'}]}".formatted(when)))
        .flag();
  }

  private static List<String> refusal(String when) {
    return complaints(() -> read(when));
  }
}
