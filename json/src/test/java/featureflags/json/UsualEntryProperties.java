package featureflags.json;

import static featureflags.json.Documents.bytes;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;

import featureflags.catalog.Evaluations;
import featureflags.catalog.Outcome;
import featureflags.catalog.SampleRate;
import featureflags.catalog.Scope;
import featureflags.engine.Value;
import featureflags.testkit.RandomContexts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The quick reader of stream entries and the careful one never disagree.
class UsualEntryProperties {
  private static final List<String> SPLINTERS =
      List.of("", "\"", ",", "{", "}", "[", "]", ":", "null", "-1", "\\", "\u0000", " ", "x", "9");

  private static final String GOOD =
      "{'e':[{'i':'01900000-0000-7000-8000-000000000000','t':5,'s':'u','o':0,'a':{'n':1}},"
          + "{'i':'01900000-0000-7000-8000-000000000001','t':5,'o':[0,1]}],"
          + "'c':[{'i':'01900000-0000-7000-8000-000000000003','t':0,'o':0,'n':2}],"
          + "'d':[{'p':'default','e':'production','f':'a','v':1,'n':'on','r':'SPLIT','u':'r1'},"
          + "{'p':'default','e':'production','f':'b','v':1,'n':'on','r':'DEFAULT'}]}";

  @Test
  void whatTheQuickReaderReadsTheCarefulOneReadsAlike() {
    qt().withExamples(3_000)
        .withShrinkCycles(50)
        .forAll(
            RandomContexts.attributes(),
            integers().between(0, 100_000),
            integers().between(0, SPLINTERS.size()))
        .checkAssert((attributes, seed, splinter) -> {
          byte[] entry = damaged(entry(attributes, new Random(seed)), seed, splinter);

          UsualEntry.read(entry)
              .ifPresent(
                  quick -> assertThat(quick).isEqualTo(StreamEntryShape.unpackCarefully(entry)));
        });
  }

  @Test
  void theQuickReaderReadsWhatIsUsual() {
    var context = Map.<String, Value>of("plan", new Value.Text("größer"), "n", new Value.Whole(5));

    assertThat(UsualEntry.read(bytes(GOOD))).isPresent();
    for (int seed = 0; seed < 100; seed++) {
      assertThat(UsualEntry.read(entry(context, new Random(seed)))).isPresent();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'t':5 -> 't':-99999999999999",
        "'t':5 -> 't':5.0",
        "'t':5 -> 't':null",
        "'t':5 -> 't':5,'t':6",
        "'o':0 -> 'o':2",
        "'o':0 -> 'o':-1",
        "'o':0 -> 'o':4294967296",
        "'o':0 -> 'o':[]",
        "[0,1] -> [0,2]",
        "[0,1] -> [0,]",
        "'s':'u' -> 's':'\\u0041'",
        "'s':'u' -> 's':5",
        "'a':{'n':1} -> 'a':[]",
        "'a':{'n':1} -> 'a':{'n':1,'n':1}",
        "'a':{'n':1} -> 'x':{}",
        "'n':2 -> 'n':0",
        "'n':2 -> 'n':2,'x':5",
        "'i':'01900000-0000-7000-8000-000000000003' -> 'i':'5'",
        "'v':1 -> 'v':4294967297",
        "'p':'default' -> 'p':'-'",
        "'production','f':'b' -> 'staging','f':'b'",
        "'f':'b' -> 'f':''",
        "'u':'r1' -> 'u':'r1','x':1",
        "'d': -> 'c':[],'d':",
        "'e':[ -> 'd':[],'e':[",
        "'}]} -> '}]} 5",
        "'}]} -> '}],'x':1}",
        "'}]} -> '}]"
      })
  void theQuickReaderLeavesWhatIsWrongToTheCarefulOne(String change) {
    List<String> sides = List.of(change.split(" -> ", 2));
    String damaged = GOOD.replace(sides.getFirst(), sides.getLast());

    assertThat(damaged).isNotEqualTo(GOOD);
    assertThat(UsualEntry.read(bytes(damaged))).isEmpty();
  }

  private static byte[] entry(Map<String, Value> attributes, Random random) {
    var packed = new ArrayList<Evaluations>();
    for (int i = random.nextInt(5); i >= 0; i--) {
      var outcomes = new ArrayList<Outcome>();
      for (int j = random.nextInt(4); j >= 0; j--) {
        outcomes.add(outcome(random));
      }
      packed.add(
          new Evaluations(
              new UUID(random.nextLong(), random.nextLong()),
              Instant.ofEpochMilli(random.nextLong(4_000_000_000_000L)),
              new Scope("default", random.nextBoolean() ? "production" : "staging"),
              random.nextBoolean() ? "" : "user-" + random.nextInt(100),
              random.nextBoolean() ? Map.of() : attributes,
              outcomes));
    }
    return new StreamEntryPacker().pack(packed);
  }

  private static Outcome outcome(Random random) {
    return new Outcome(
        "flag-" + random.nextInt(3),
        random.nextInt(),
        random.nextBoolean() ? "on" : "off",
        "SPLIT",
        random.nextBoolean() ? "" : "rule-" + random.nextInt(3),
        new SampleRate(random.nextBoolean() ? 1 : 0.5));
  }

  /// Two of three are left as they are.
  private static byte[] damaged(byte[] entry, int place, int splinter) {
    if (place % 3 > 0 || splinter == SPLINTERS.size()) {
      return entry;
    }
    String text = new String(entry, ISO_8859_1);
    int at = place % text.length();
    return (text.substring(0, at) + SPLINTERS.get(splinter) + text.substring(at + 1))
        .getBytes(ISO_8859_1);
  }
}
