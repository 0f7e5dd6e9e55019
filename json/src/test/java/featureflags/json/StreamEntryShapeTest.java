package featureflags.json;

import static featureflags.json.Documents.bytes;
import static featureflags.json.Documents.complaints;
import static org.assertj.core.api.Assertions.assertThat;

import featureflags.catalog.EvaluationCount;
import featureflags.catalog.EvaluationEvent;
import featureflags.catalog.Evaluations;
import featureflags.catalog.Outcome;
import featureflags.catalog.Recorded;
import featureflags.catalog.SampleRate;
import featureflags.catalog.Scope;
import featureflags.engine.Value;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamEntryShapeTest {
  private static final Outcome RULED = new Outcome("checkout", 3, "on", "TARGETING_RULE", "r1");
  private static final Outcome PLAIN = new Outcome("search", 1, "off", "DEFAULT", "");
  private static final String ID = "01900000-0000-7000-8000-000000000000";
  private static final String OUTCOME =
      "{'p':'default','e':'production','f':'flag','v':1,'n':'on','r':'DEFAULT'}";
  private static final String EVALUATION = "{'i':'%s','t':5,'o':0}".formatted(ID);

  @Test
  void theWireOfTheStreamIsThis() {
    byte[] entry =
        new StreamEntryPacker()
            .pack(
                List.of(
                    evaluations("u", Map.of("plan", new Value.Text("pro")), List.of(RULED)),
                    evaluations("", Map.of(), List.of(PLAIN, RULED))));

    assertThat(new String(entry, StandardCharsets.UTF_8))
        .isEqualTo(
            """
            {'e':[{'i':'01900000-0000-7000-8000-000000000000','t':1767323045678,'s':'u','o':0,'a':{'plan':'pro'}},\
            {'i':'01900000-0000-7000-8000-000000000000','t':1767323045678,'o':[1,0]}],\
            'd':[{'p':'default','e':'production','f':'checkout','v':3,'n':'on','r':'TARGETING_RULE','u':'r1'},\
            {'p':'default','e':'production','f':'search','v':1,'n':'off','r':'DEFAULT'}]}\
            """
                .replace('\'', '"'));
  }

  /// The middle of three is left out; so is the other, half a minute later.
  @Test
  void whatASampleRateLeavesOutIsCountedByOutcomeAndMinute() {
    var sampled = new Outcome("busy", 2, "on", "SPLIT", "", new SampleRate(0));
    var first = evaluations("u", Map.of(), List.of(PLAIN, sampled, RULED));
    var second =
        new Evaluations(
            UUID.fromString("01900000-0000-7000-8000-00000000000a"),
            first.time().plusSeconds(10),
            first.scope(),
            "v",
            Map.of(),
            List.of(sampled));

    byte[] entry = new StreamEntryPacker().pack(List.of(first, second));

    assertThat(new String(entry, StandardCharsets.UTF_8))
        .isEqualTo(
            """
            {'e':[{'i':'01900000-0000-7000-8000-000000000000','t':1767323045678,'s':'u','o':0},\
            {'i':'01900000-0000-7000-8000-000000000002','t':1767323045678,'s':'u','o':2}],\
            'c':[{'i':'01900000-0000-7000-8000-000000000001','t':1767323040000,'o':1,'n':2}],\
            'd':[{'p':'default','e':'production','f':'search','v':1,'n':'off','r':'DEFAULT'},\
            {'p':'default','e':'production','f':'busy','v':2,'n':'on','r':'SPLIT'},\
            {'p':'default','e':'production','f':'checkout','v':3,'n':'on','r':'TARGETING_RULE','u':'r1'}]}\
            """
                .replace('\'', '"'));
    assertThat(StreamEntryShape.unpack(entry).events())
        .containsExactly(event(ID, PLAIN, "u"), event(ID.replaceAll("0$", "2"), RULED, "u"));
    assertThat(StreamEntryShape.unpack(entry).counts())
        .containsExactly(
            new EvaluationCount(
                first.id(1),
                Instant.parse("2026-01-02T03:04:00Z"),
                Scope.DEFAULT,
                new Outcome("busy", 2, "on", "SPLIT", ""),
                2));
  }

  /// Whatever the rates, an evaluation is either kept as it was or counted.
  @Test
  void nothingIsBothKeptAndCountedAndNothingIsNeither() {
    var random = new Random(3);
    var packer = new StreamEntryPacker();
    for (int round = 0; round < 200; round++) {
      var packed = new ArrayList<Evaluations>();
      for (int i = 0; i < 20; i++) {
        var outcomes = new ArrayList<Outcome>();
        for (int j = 0; j <= random.nextInt(8); j++) {
          outcomes.add(
              new Outcome(
                  "flag-" + j, 1, "on", "SPLIT", "", new SampleRate(random.nextInt(5) / 4.0)));
        }
        packed.add(
            new Evaluations(
                new UUID(random.nextLong(), random.nextLong()),
                Instant.ofEpochMilli(random.nextInt(120_000)),
                Scope.DEFAULT,
                "user-" + i,
                Map.of(),
                outcomes));
      }

      Recorded recorded = StreamEntryShape.unpack(packer.pack(packed));

      var kept = new ArrayList<EvaluationEvent>();
      var counted = new TreeMap<String, Long>();
      for (Evaluations each : packed) {
        for (int j = 0; j < each.count(); j++) {
          if (each.outcomes().get(j).sampleRate().keeps(each.id(j))) {
            kept.add(each.events().get(j));
          } else {
            counted.merge(
                each.outcomes().get(j).flag() + each.time().truncatedTo(ChronoUnit.MINUTES),
                1L,
                Long::sum);
          }
        }
      }
      assertThat(recorded.events()).isEqualTo(kept);
      var told = new TreeMap<String, Long>();
      recorded
          .counts()
          .forEach(
              each -> told.merge(each.outcome().flag() + each.minute(), each.count(), Long::sum));
      assertThat(told).isEqualTo(counted);
      assertThat(recorded.evaluations())
          .isEqualTo(packed.stream().mapToLong(Evaluations::count).sum());
    }
  }

  @Test
  void aRequestForSeveralFlagsIsAsManyEventsWithIdsOfTheirOwn() {
    byte[] entry =
        new StreamEntryPacker().pack(List.of(evaluations("u", Map.of(), List.of(PLAIN, RULED))));

    assertThat(StreamEntryShape.unpack(entry).events())
        .containsExactly(event(ID, PLAIN, "u"), event(ID.replaceAll("0$", "1"), RULED, "u"));
  }

  @Test
  void aPackerSpellsWhatItKnowsInEveryEntryAnew() {
    var packer = new StreamEntryPacker();
    var first = evaluations("u", Map.of(), List.of(PLAIN, RULED));
    var second = evaluations("v", Map.of(), List.of(RULED));

    packer.pack(List.of(first));

    assertThat(StreamEntryShape.unpack(packer.pack(List.of(second, first))).events())
        .isEqualTo(Stream.of(second, first).flatMap(each -> each.events().stream()).toList());
  }

  @Test
  void oneOutcomeInTwoEnvironmentsIsTwo() {
    var here = evaluations("u", Map.of(), List.of(PLAIN));
    var there =
        new Evaluations(
            here.id(), here.time(), new Scope("default", "staging"), "u", Map.of(), List.of(PLAIN));

    assertThat(StreamEntryShape.unpack(new StreamEntryPacker().pack(List.of(here, there))).events())
        .extracting(EvaluationEvent::scope)
        .containsExactly(here.scope(), there.scope());
  }

  @Test
  void anAttributeAsDeepAsAContextMayBeSurvivesTheStream() {
    Value deep = new Value.Text("bottom");
    for (int level = 0; level < ValueReader.MAX_DEPTH; level++) {
      deep = level % 2 == 0 ? new Value.Items(List.of(deep)) : structure(deep);
    }
    var given = evaluations("u", Map.of("deep", deep), List.of(PLAIN));

    assertThat(StreamEntryShape.unpack(new StreamEntryPacker().pack(List.of(given))).events())
        .isEqualTo(given.events());
  }

  @Test
  void hostileTextsSurviveTheStream() {
    var given =
        evaluations(
            "\u0000\ud83d\"\\",
            Map.of("\u0000a", new Value.Text("\udc00"), "🌸", structure(new Value.Nothing())),
            List.of(RULED));

    assertThat(StreamEntryShape.unpack(new StreamEntryPacker().pack(List.of(given))).events())
        .isEqualTo(given.events());
  }

  @Test
  void anEventWithoutRuleSubjectAndAttributesIsReadAsOne() {
    List<EvaluationEvent> events = StreamEntryShape.unpack(entry(EVALUATION, OUTCOME)).events();

    assertThat(events)
        .singleElement()
        .satisfies(event -> {
          assertThat(event.rule()).isEmpty();
          assertThat(event.subject()).isEmpty();
          assertThat(event.attributes()).isEmpty();
          assertThat(event.time()).isEqualTo(Instant.ofEpochMilli(5));
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          'p':'default'    | 'p':'-x'   | /d/1/p: '-x' is not a key
          'p':'default'    | 'p':''     | /d/1/p: '' is not a key
          'e':'production' | 'e':'a/b'  | /d/1/e: 'a/b' is not a key
          'f':'flag'       | 'g':'flag' | /d/1/f: is missing
          'v':1            | 'v':'1'    | /d/1/v: must be a whole number, not a text
          'n':'on'         | 'n':5      | /d/1/n: must be a text, not the number 5
          'v':1            | 'v':1,'x':5 | /d/1/x: is no field here
          'i':'01900000-0000-7000-8000-000000000000' | 'i':'5'    | /e/1/i: '5' is no UUID
          't':5            | 't':'now'  | /e/1/t: is missing, or no time of the years 1 to 9999
          'o':0            | 'o':0,'a':5 | /e/1/a: must be an object, not the number 5
          'o':0            | 'o':0,'x':5 | /e/1/x: is no field here
          'o':0            | 'o':2      | /e/1/o: names an outcome that is not there
          'o':0            | 'o':-1     | /e/1/o: names an outcome that is not there
          'o':0            | 'o':'0'    | /e/1/o: must be a list, not a text
          'o':0            | 'o':[]     | /e/1/o: names no outcome
          't':5,'o':0      | 't':5      | /e/1/o: names no outcome
          """)
  void aDamagedEntryIsRefusedWithItsPlace(String good, String bad, String complaint) {
    byte[] damaged =
        entry(
            EVALUATION + "," + EVALUATION.replace(good, bad),
            OUTCOME + "," + OUTCOME.replace(good, bad));

    assertThat(complaints(() -> StreamEntryShape.unpack(damaged).events()))
        .anySatisfy(each -> assertThat(each).startsWith(complaint));
  }

  @Test
  void aRequestIsAboutOneEnvironment() {
    byte[] entry =
        entry(
            EVALUATION.replace("'o':0", "'o':[0,1]"),
            OUTCOME + "," + OUTCOME.replace("production", "staging"));

    assertThat(complaints(() -> StreamEntryShape.unpack(entry).events()))
        .containsExactly("/e/0/o: names outcomes of different environments");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "5", "null", "{}", "{'e':[],'d':[],'x':1}", "", "["})
  void anEntryIsAnObjectOfBoth(String entry) {
    assertThat(complaints(() -> StreamEntryShape.unpack(bytes(entry)).events())).isNotEmpty();
  }

  @Test
  void theTrailNamesEverythingAndSaysNullForNothing() {
    assertThat(ValueWriter.text(EventShape.write(event(ID, RULED, "u"))))
        .isEqualTo(
            "{'id':'01900000-0000-7000-8000-000000000000','time':'2026-01-02T03:04:05.678Z','version':3,'variant':'on','reason':'TARGETING_RULE','ruleId':'r1','subject':'u','attributes':{}}"
                .replace('\'', '"'));
    assertThat(ValueWriter.text(EventShape.write(event(ID, PLAIN, ""))))
        .contains("\"subject\":null", "\"ruleId\":null");
  }

  private static byte[] entry(String evaluations, String outcomes) {
    return bytes("{'e':[%s],'d':[%s]}".formatted(evaluations, outcomes));
  }

  private static Value structure(Value inner) {
    return new Value.Structure(Map.of("a", inner));
  }

  private static Evaluations evaluations(
      String subject, Map<String, Value> attributes, List<Outcome> outcomes) {
    return new Evaluations(
        UUID.fromString(ID),
        Instant.parse("2026-01-02T03:04:05.678Z"),
        Scope.DEFAULT,
        subject,
        attributes,
        outcomes);
  }

  private static EvaluationEvent event(String id, Outcome outcome, String subject) {
    return new EvaluationEvent(
        UUID.fromString(id),
        Instant.parse("2026-01-02T03:04:05.678Z"),
        Scope.DEFAULT,
        outcome.flag(),
        outcome.version(),
        outcome.variant(),
        outcome.reason(),
        outcome.rule(),
        subject,
        Map.of());
  }
}
