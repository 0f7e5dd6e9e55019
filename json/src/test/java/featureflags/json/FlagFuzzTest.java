package featureflags.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import featureflags.catalog.Draft;
import featureflags.engine.CompiledFlag;
import featureflags.engine.Context;
import featureflags.engine.Decision;
import featureflags.engine.Ruleset;
import featureflags.engine.Value;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/// What no input may do: a reader of flags says no by one exception alone, and a flag that was read
/// compiles, evaluates and is written again.
///
/// `./test` runs the inputs that are kept beside this class; `bin/fuzz` looks for others.
class FlagFuzzTest {
  @FuzzTest(maxDuration = "60s")
  void aFlagIsReadOrRefused(byte[] document) {
    Draft draft;
    try {
      draft = DraftShape.read(ValueReader.readDefinition(document));
    } catch (InvalidDocument refused) {
      assertThat(refused.violations()).isNotEmpty();
      return;
    }
    assertThat(DraftShape.read(DraftShape.write(draft).build()).flag().key())
        .isEqualTo(draft.flag().key());
  }

  /// The first line of an input is the context, the rest the flag.
  @FuzzTest(maxDuration = "60s")
  void whatWasReadCompilesAndAnswersEveryContext(byte[] input) {
    int end = Math.max(0, new String(input, StandardCharsets.ISO_8859_1).indexOf('\n'));
    byte[] attributes = Arrays.copyOfRange(input, 0, end);
    byte[] document = Arrays.copyOfRange(input, end, input.length);
    Draft draft;
    Context context;
    try {
      draft = DraftShape.read(ValueReader.readDefinition(document));
      context = Context.of(fields(ValueReader.read(attributes)));
    } catch (InvalidDocument refused) {
      return;
    }
    Ruleset ruleset = Ruleset.empty().edit().put(CompiledFlag.of(draft.flag())).build();
    CompiledFlag compiled = ruleset.flag(draft.flag().key()).orElseThrow();

    Decision decision = compiled.evaluate(context, ruleset);

    assertThat(draft.flag().variants()).contains(decision.variant());
    assertThat(compiled.explain(context, ruleset).decision()).isEqualTo(decision);
  }

  private static Map<String, Value> fields(Value value) {
    return value instanceof Value.Structure(var fields) ? fields : Map.of();
  }
}
