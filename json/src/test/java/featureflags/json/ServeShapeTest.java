package featureflags.json;

import static featureflags.json.Documents.bytes;
import static featureflags.json.Documents.complaints;
import static featureflags.json.Documents.document;
import static org.assertj.core.api.Assertions.assertThat;

import featureflags.engine.Arm;
import featureflags.engine.Flag;
import featureflags.engine.Prerequisite;
import featureflags.engine.Serve;
import featureflags.engine.SlotRange;
import featureflags.engine.Value;
import featureflags.engine.Weight;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Splits and prerequisites, for better and worse.
class ServeShapeTest {
  private static final String HALVES =
      "{'split':[{'variant':'on','weight':50},{'variant':'off','weight':50}]}";

  @Test
  void aSplitIsReadForTheFlagAndForARule() {
    Flag flag =
        read(
            "{'key':'f','serve':%s,'rules':[{'attribute':'a','operator':'exists','serve':%s}]}"
                .formatted(HALVES, HALVES));

    var halves = Serve.Split.of(List.of(new Weight("on", 50), new Weight("off", 50)));
    assertThat(flag.rollout().serve()).isEqualTo(halves);
    assertThat(flag.rules().getFirst().rollout().serve()).isEqualTo(halves);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {'split':[{'variant':'on','weight':-1}]}      | /split/0/weight: must be a whole number from 0 to 1000000; write 33.3 as 333 beside 667
          {'split':[{'variant':'on','weight':1.5}]}     | /split/0/weight: must be a whole number from 0 to 1000000
          {'split':[{'variant':'on','weight':1000001}]} | /split/0/weight: must be a whole number from 0 to 1000000
          {'split':[{'variant':'on','weight':'1'}]}     | /split/0/weight: must be a whole number from 0 to 1000000
          {'split':[{'variant':'on'}]}                  | /split/0/weight: is missing
          {'split':[{'weight':1}]}                      | /split/0/variant: is missing
          {'split':[{'variant':'onn','weight':1}]}      | /split/0/variant: names the unknown variant 'onn'; did you mean 'on'?
          {'split':[{'variant':'on','weight':1},{'variant':'on','weight':1}]} | /split/1/variant: 'on' is there twice
          {'split':[{'variant':'on','weight':0},{'variant':'off','weight':0}]} | /split: no arm of the split has a weight
          {'split':[]}                                  | /split: no arm of the split has a weight
          {'split':{}}                                  | /split: must be a list, not an object
          {'split':['on']}                              | /split/0: must be an object, not a text
          {'split':[{'variant':'on','weight':1,'wieght':2}]} | /split/0/wieght: is no field here; did you mean 'weight'?
          {'variant':'on','split':[{'variant':'on','weight':1}]} | /split: is there beside 'variant'; give one of them
          """)
  void aMistakeInASplitIsNamedOnceAtItsPlace(String serve, String complaint) {
    assertThat(refusal("{'key':'f','serve':%s}".formatted(serve)))
        .singleElement()
        .asString()
        .startsWith("/serve" + complaint);
    assertThat(
            refusal(
                "{'key':'f','rules':[{'attribute':'a','operator':'exists','serve':%s}]}"
                    .formatted(serve)))
        .singleElement()
        .asString()
        .startsWith("/rules/0/serve" + complaint);
  }

  @Test
  void rangesThatSomebodySendsArePassedOver() {
    Flag flag =
        read(
            "{'key':'f','serve':{'split':[{'variant':'on','weight':1,'ranges':[[7,9]]},{'variant':'off','weight':1,'ranges':'x'}]}}");

    assertThat(flag.rollout().serve())
        .isEqualTo(Serve.Split.of(List.of(new Weight("on", 1), new Weight("off", 1))));
  }

  @Test
  void rangesThatTheEngineWroteAreKept() {
    assertThat(stored("[[0,10],[99990,100000]]", "[[10,99990]]").rollout().serve())
        .isEqualTo(
            new Serve.Split(
                List.of(
                    new Arm("on", 1, List.of(new SlotRange(0, 10), new SlotRange(99_990, 100_000))),
                    new Arm("off", 1, List.of(new SlotRange(10, 99_990))))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [[0,10]]            | [[10,99990]]  | /serve/split: slot 99990 belongs to no arm
          [[0,10]]            | [[9,100000]]  | /serve/split: slot 9 belongs to no arm, or to two
          [[0,100001]]        | []            | /serve/split/0/ranges/0: 0 to 100001 is no range of slots within 0 to 100000
          [[0]]               | []            | /serve/split/0/ranges/0: must be [first slot, slot behind the last]
          [[0,99999999999]]   | []            | /serve/split/0/ranges/0: integer overflow
          """)
  void storedRangesThatAreDamagedAreRefused(String on, String off, String complaint) {
    assertThat(complaints(() -> stored(on, off))).containsExactly(complaint);
  }

  @Test
  void weightsThatChangeMoveTheFewest() {
    var before = DraftShape.read(document("{'key':'f','serve':%s}".formatted(HALVES)));

    var after =
        DraftShape.readEdit(
            before,
            document(
                "{'serve':{'split':[{'variant':'on','weight':60},{'variant':'off','weight':40}]}}"));

    assertThat(after.flag().rollout().serve())
        .isEqualTo(
            new Serve.Split(
                List.of(
                    new Arm(
                        "on",
                        60,
                        List.of(new SlotRange(0, 50_000), new SlotRange(90_000, 100_000))),
                    new Arm("off", 40, List.of(new SlotRange(50_000, 90_000))))));
  }

  @Test
  void prerequisitesNameFlagsAndTheVariantsThatWillDo() {
    Flag flag =
        read(
            "{'key':'f','prerequisites':[{'flag':'a','variants':['on']},{'flag':'b','variants':['x','y']}]}");

    assertThat(flag.prerequisites())
        .containsExactly(
            new Prerequisite("a", List.of("on")), new Prerequisite("b", List.of("x", "y")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {'flag':'a'}                            | /1/variants: is missing or empty; name the variants that will do
          {'flag':'a','variants':[]}              | /1/variants: is missing or empty; name the variants that will do
          {'flag':'a','variants':['b c']}         | /1/variants/0: must be a key
          {'flag':'a b','variants':['on']}        | /1/flag: 'a b' is not a key
          {'variants':['on']}                     | /1/flag: is missing
          {'flag':'first','variants':['on']}      | /1/flag: 'first' is there twice
          {'flag':'a','variant':['on'],'variants':['on']} | /1/variant: is no field here; did you mean 'variants'?
          'a'                                     | /1: must be an object, not a text
          """)
  void aMistakeInAPrerequisiteIsNamedOnceAtItsPlace(String prerequisite, String complaint) {
    assertThat(
            refusal(
                "{'key':'f','prerequisites':[{'flag':'first','variants':['on']},%s]}"
                    .formatted(prerequisite)))
        .singleElement()
        .asString()
        .startsWith("/prerequisites" + complaint);
  }

  @Test
  void allThatIsWrongIsSaidAtOnce() {
    assertThat(
            refusal(
                """
                {'key':'f','enabled':1,'variants':[],'prerequisites':[{'flag':'a'},5],'offVariant':'x','defaultVariant':'y',
                 'rules':[{'when':{'any':[{'segment':'a b'},{}]},'serve':{'split':[{'variant':'z','weight':-1}]}},
                          {'attribute':'a','operator':'matches','values':['(']}],
                 'serve':{'split':[{'weight':'1'},7]},'colour':1}
                """))
        .extracting(complaint -> complaint.substring(0, complaint.indexOf(':')))
        .containsExactlyInAnyOrder(
            "/enabled",
            "/variants",
            "/prerequisites/0/variants",
            "/prerequisites/1",
            "/offVariant",
            "/defaultVariant",
            "/rules/0/when/any/0/segment",
            "/rules/0/when/any/1",
            "/rules/0/serve/split/0/variant",
            "/rules/0/serve/split/0/weight",
            "/rules/1/values/0",
            "/rules/1/variant",
            "/serve/split/0/variant",
            "/serve/split/0/weight",
            "/serve/split/1",
            "/colour");
  }

  private static Flag stored(String on, String off) {
    Value document =
        ValueReader.readStored(
            bytes(
                """
                {'key':'f','serve':{'split':[{'variant':'on','weight':1,'ranges':%s},{'variant':'off','weight':1,'ranges':%s}]},
                 'version':1,'createdAt':'2026-01-02T03:04:05Z','updatedAt':'2026-01-02T03:04:05Z'}
                """
                    .formatted(on, off)));
    return EntryShape.read(document).flag();
  }

  private static Flag read(String json) {
    return DraftShape.read(document(json)).flag();
  }

  private static List<String> refusal(String json) {
    return complaints(() -> read(json));
  }
}
