package featureflags.json;

import static featureflags.engine.Operator.EQ;
import static featureflags.json.Documents.complaints;
import static featureflags.json.Documents.document;
import static featureflags.testkit.Conditions.all;
import static featureflags.testkit.Conditions.not;
import static featureflags.testkit.Conditions.test;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import featureflags.catalog.Author;
import featureflags.catalog.Document;
import featureflags.catalog.DocumentName;
import featureflags.catalog.KeyCount;
import featureflags.catalog.ListEdit;
import featureflags.catalog.ListHistory.Step;
import featureflags.catalog.ListedKeys;
import featureflags.catalog.Scope;
import featureflags.catalog.SegmentChange;
import featureflags.catalog.SegmentDraft;
import featureflags.catalog.SegmentEntry;
import featureflags.catalog.SegmentList;
import featureflags.catalog.TrailEntry;
import featureflags.catalog.UnreadableSegment;
import featureflags.engine.Condition;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Segments as people write them, as they are stored, and their change trail.
class SegmentShapesTest {
  private static final Instant MONDAY = Instant.parse("2026-01-05T08:00:00Z");
  private static final Instant TUESDAY = Instant.parse("2026-01-06T08:00:00Z");

  private static final SegmentDraft DRAFT =
      new SegmentDraft(
          "beta",
          "Beta \"testers\"",
          "Who asked.",
          all(test("plan", EQ, "pro"), not(test("x", EQ, 1))));

  private static final SegmentEntry ENTRY =
      new SegmentEntry(DRAFT, new KeyCount(1_999, 2), KeyCount.NONE, 7, MONDAY, TUESDAY);

  @Test
  void aKeyAloneIsASegment() {
    assertThat(SegmentDraftShape.read(document("{'key':'beta'}")))
        .isEqualTo(new SegmentDraft("beta", "beta", "", Condition.NOBODY));
  }

  @Test
  void whatIsStoredReadsBackAsItWas() {
    Document stored = SegmentEntryShape.document(ENTRY);

    assertThat(stored.name()).isEqualTo(new DocumentName.OfSegment("beta"));
    assertThat(stored.version()).isEqualTo(7);
    assertThat(SegmentEntryShape.read(stored)).isEqualTo(ENTRY);
    assertThat(stored.text())
        .contains("\"included\":{\"count\":1999,\"parts\":2}")
        .contains("\"excluded\":{\"count\":0,\"parts\":1}");
  }

  @Test
  void anAnswerThatIsSentBackUnchangedChangesNothing() {
    for (SegmentEntry entry :
        List.of(
            ENTRY,
            SegmentEntry.created(new SegmentDraft("a", "A", "", Condition.NOBODY), 1, MONDAY))) {
      var answer = ValueReader.read(ValueWriter.bytes(SegmentEntryShape.write(entry)));

      assertThat(SegmentDraftShape.read(answer)).isEqualTo(entry.draft());
      assertThat(SegmentDraftShape.readEdit(entry.draft(), answer)).isEqualTo(entry.draft());
    }
  }

  @Test
  void keysThatAreSentAlongAreReadAndTheSizesOfAnAnswerAreNot() {
    var sent = document("{'key':'a','included':['u','v'],'excluded':{'count':7,'parts':1}}");

    assertThat(SegmentDraftShape.read(sent).key()).isEqualTo("a");
    assertThat(SegmentDraftShape.readKeys(sent))
        .containsExactly(new ListedKeys(SegmentList.INCLUDED, List.of("u", "v")));
    assertThat(SegmentDraftShape.readKeys(document("{'included':null,'excluded':[]}")))
        .containsExactly(new ListedKeys(SegmentList.EXCLUDED, List.of()));
  }

  @Test
  void anEditKeepsWhatIsAbsentAndClearsWhatIsNull() {
    assertThat(SegmentDraftShape.readEdit(DRAFT, document("{'name':'New','when':null}")))
        .isEqualTo(new SegmentDraft("beta", "New", "Who asked.", Condition.NOBODY));
    assertThat(SegmentDraftShape.readEdit(DRAFT, document("{'name':null,'description':null}")))
        .isEqualTo(new SegmentDraft("beta", "beta", "", DRAFT.when()));
    assertThat(complaints(() -> SegmentDraftShape.readEdit(DRAFT, document("{'key':'other'}"))))
        .singleElement()
        .asString()
        .startsWith("/key: is 'other', but the segment's key is 'beta'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {}                                                | /key: is missing
          {'key':'-'}                                       | /key: '-' is not a key
          {'key':'a','included':['u',5]}                    | /included/1: must be a text, not the number 5
          {'key':'a','excluded':['u','']}                   | /excluded/1: is empty
          {'key':'a','excluded':'u'}                        | /excluded: must be a list, not a text
          {'key':'a','wehn':{}}                             | /wehn: is no field here; did you mean 'when'?
          {'key':'a','when':{'segment':'b'}}                | /when: a segment's condition tests attributes
          {'key':'a','when':{'not':{'flag':'b','variants':['on']}}} | /when: a segment's condition tests attributes
          {'key':'a','when':{'attribute':'x','operator':'matches','values':['(']}} | /when/values/0
          {'key':'a','name':'\\u0000'}                       | /name: holds the character U+0000
          """)
  void whatIsWrongIsToldWithItsPlace(String sent, String complaint) {
    assertThat(complaints(() -> SegmentDraftShape.read(document(sent))))
        .anySatisfy(each -> assertThat(each).startsWith(complaint));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          'version':7  | 'version':0
          'parts':2    | 'parts':3
          'parts':2    | 'parts':2048
          'count':1999 | 'count':-1
          'parts':2    | 'parts':2,'more':1
          'key':'beta' | 'key':'beta','until':2030
          """)
  void whatANewerEngineWroteIsUnreadable(String good, String bad) {
    String text =
        SegmentEntryShape.document(ENTRY)
            .text()
            .replace(good.replace('\'', '"'), bad.replace('\'', '"'));
    var stored = new Document(new DocumentName.OfSegment("beta"), 7, text);

    assertThatThrownBy(() -> SegmentEntryShape.read(stored))
        .isInstanceOf(UnreadableSegment.class)
        .hasMessageContaining("segment 'beta' cannot be read");
  }

  @Test
  void aLineOfTheTrailTellsWhatWasDoneToALists() {
    SegmentEntry after = ENTRY.with(SegmentList.EXCLUDED, new KeyCount(2, 1), TUESDAY);
    var edit = new ListEdit(ListEdit.Kind.ADD, SegmentList.EXCLUDED, 2, List.of("a", "b"));
    var change = new SegmentChange.Listed(ENTRY, after, edit);
    var line =
        new TrailEntry(
            9,
            SegmentChangeShape.record(Scope.DEFAULT, change, new Author("Ada", "r-1")),
            TrailEntry.NOTHING,
            TrailEntry.NOTHING);

    String written = ValueWriter.text(SegmentChangeShape.trail(line));

    assertThat(written)
        .startsWith(
            "{\"id\":9,\"time\":\"2026-01-06T08:00:00Z\",\"actor\":\"Ada\",\"requestId\":\"r-1\","
                + "\"kind\":\"updated\",\"version\":8,\"before\":{\"key\":\"beta\"")
        .endsWith(
            "\"instructions\":[{\"kind\":\"addKeys\",\"list\":\"excluded\",\"count\":2,"
                + "\"keys\":[\"a\",\"b\"]}]}");
  }

  @Test
  void whatALineTellsOfTheListsIsReadBack() {
    for (ListEdit.Kind kind : ListEdit.Kind.values()) {
      var edit = new ListEdit(kind, SegmentList.INCLUDED, 200, List.of("a", "ü"));
      SegmentEntry after = ENTRY.with(SegmentList.INCLUDED, new KeyCount(200, 1), TUESDAY);

      assertThat(steps(new SegmentChange.Listed(ENTRY, after, edit)))
          .containsExactly(new Step.Edited(TUESDAY, edit));
    }
    assertThat(steps(new SegmentChange.Created(ENTRY)))
        .containsExactly(new Step.Emptied(ENTRY.updatedAt()));
    assertThat(steps(new SegmentChange.Deleted(ENTRY, TUESDAY)))
        .containsExactly(new Step.Emptied(TUESDAY));
    assertThat(steps(new SegmentChange.Updated(ENTRY, ENTRY))).isEmpty();
  }

  private static List<Step> steps(SegmentChange change) {
    return SegmentChangeShape.steps(
        change.time(), SegmentChangeShape.kind(change), SegmentChangeShape.instructions(change));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{'kind':'mixKeys','list':'included','count':1,'keys':[]}]",
        "[{'kind':'addKeys','list':'all','count':1,'keys':[]}]",
        "[{'kind':'addKeys','list':'included','count':1,'keys':[5]}]",
        "[{'kind':'addKeys','list':'included','keys':[]}]",
        "[{'kind':'addKeys','list':'included','count':1,'keys':['a','b']}]",
        "[5]"
      })
  void whatNoEngineWroteOfListsIsNotKnown(String instructions) {
    assertThat(SegmentChangeShape.steps(TUESDAY, "updated", instructions.replace('\'', '"')))
        .containsExactly(new Step.Unreadable(TUESDAY));
  }
}
