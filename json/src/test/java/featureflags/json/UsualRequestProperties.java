package featureflags.json;

import static featureflags.json.Documents.bytes;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;

import featureflags.engine.Context;
import featureflags.engine.Value;
import featureflags.testkit.RandomContexts;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The quick reader of requests and the careful one never disagree.
class UsualRequestProperties {
  private static final List<String> SPLINTERS =
      List.of(
          "", "\"", ",", "{", "}", "[", "]", ":", "null", "1e999", "\\", "\u0000", "'", " ", "x");

  @Test
  void whatTheQuickReaderReadsTheCarefulOneReadsAlike() {
    qt().withExamples(3_000)
        .withShrinkCycles(50)
        .forAll(
            RandomContexts.attributes().map(Value.Structure::new).map(each -> (Value) each),
            integers().between(0, 100_000),
            integers().between(0, SPLINTERS.size()))
        .checkAssert((value, place, splinter) -> {
          byte[] body = damaged(request(value), place, splinter);

          UsualRequest.one(body)
              .ifPresent(quick -> {
                EvaluateRequest careful = EvaluateRequest.readCarefully(body);

                assertThat(quick.flagKey()).isEqualTo(careful.flagKey());
                assertSame(quick.context(), careful.context(), names(ValueReader.read(body)));
              });
        });
  }

  @Test
  void theQuickReaderReadsWhatIsUsual() {
    String context = "{'targetingKey':'u','plan':'pro','n':5,'x':1.5,'on':true,'app':{'v':['1']}}";

    assertThat(UsualRequest.one(bytes("{'flagKey':'f','context':%s}".formatted(context))))
        .isPresent();
    assertThat(UsualRequest.some(bytes("{'flagKeys':['f','g'],'context':%s}".formatted(context))))
        .isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'flagKey':'f','flagKey':'f'}",
        "{'flagKey':'f','context':{},'context':{}}",
        "{'flagKey':'f','context':{'a':1,'a':1}}",
        "{'flagKey':'f','context':{'a':null,'a':1}}",
        "{'flagKey':'f','context':{'a':{'b':1,'b':1}}}",
        "{'flagKey':'f','context':{'targetingKey':true}}",
        "{'flagKey':'f','flagKeys':['f']}",
        "{'flagKeys':['f','f']}",
        "{'flagKeys':['f',5]}",
        "{'flagKey':'f','other':1}",
        "{'flagKey':'f'} 5",
        "{'flagKey':'f'",
        "['f']",
        "{'flagKey':'f',}",
        "{,'flagKey':'f'}",
        "{'flagKey' 'f'}",
        "{'flagKey':'f' 'context':{}}",
        "{'flagKey':'f','context':{'a':01}}",
        "{'flagKey':'f','context':{'a':-}}",
        "{'flagKey':'f','context':{'a':- 1}}",
        "{'flagKey':'f','context':{'a':1.}}",
        "{'flagKey':'f','context':{'a':.5}}",
        "{'flagKey':'f','context':{'a':1e}}",
        "{'flagKey':'f','context':{'a':1e400}}",
        "{'flagKey':'f','context':{'a':+1}}",
        "{'flagKey':'f','context':{'a':1234567890123456789}}",
        "{'flagKey':'f','context':{'a':truth}}",
        "{'flagKey':'f','context':{'a':tru",
        "{'flagKey':'f','context':{'a':[1,]}}",
        "{'flagKey':'f','context':{'a':[1 2]}}",
        "{'flagKey':'f','context':{'a':NaN}}",
        "{'flagKey':'f','context':{'a':1/**/}}",
        "{'flagKey':'f\tg'}",
        "{'flagKey':'f\\u0041'}",
        "{'flagKey':'f",
        "\ufeff{'flagKey':'f'}",
        "{'flagKey':'f'}\u0000",
        ""
      })
  void theQuickReaderLeavesWhatIsWrongToTheCarefulOne(String body) {
    assertThat(UsualRequest.one(bytes(body))).isEmpty();
    assertThat(UsualRequest.some(bytes(body))).isEmpty();
  }

  /// The careful one refuses those of more than 50,000 bytes.
  @Test
  void theQuickReaderLeavesVeryLongNamesToTheCarefulOne() {
    for (int length : List.of(1_001, 55_000)) {
      byte[] body =
          bytes("{'flagKey':'f','context':{'plan':{'%s':1}}}".formatted("x".repeat(length)));

      assertThat(UsualRequest.one(body)).isEmpty();
    }
  }

  private static byte[] request(Value value) {
    Value context =
        value instanceof Value.Structure
            ? value
            : new Value.Structure(Map.of("targetingKey", new Value.Text("u"), "value", value));
    return ValueWriter.bytes(
        new Value.Structure(Map.of("flagKey", new Value.Text("f"), "context", context)));
  }

  /// Two of three are left as they are.
  private static byte[] damaged(byte[] body, int place, int splinter) {
    if (place % 3 > 0 || splinter == SPLINTERS.size()) {
      return body;
    }
    String text = new String(body, ISO_8859_1);
    int at = place % text.length();
    return (text.substring(0, at) + SPLINTERS.get(splinter) + text.substring(at + 1))
        .getBytes(ISO_8859_1);
  }

  private static Set<String> names(Value request) {
    var names = new HashSet<>(Set.of("targetingKey", "userId", "absent"));
    if (request instanceof Value.Structure(var fields)
        && fields.get("context") instanceof Value.Structure(var attributes)) {
      names.addAll(attributes.keySet());
    }
    return names;
  }

  private static void assertSame(Context quick, Context careful, Set<String> names) {
    assertThat(quick.targetingKey()).isEqualTo(careful.targetingKey());
    for (String name : names) {
      assertThat(quick.attribute(name)).isEqualTo(careful.attribute(name));
    }
  }
}
