package featureflags.evalservice;

import static featureflags.testkit.FlagBuilder.flag;
import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;

import featureflags.catalog.Scope;
import featureflags.engine.CompiledFlag;
import featureflags.engine.Flag;
import featureflags.engine.Ruleset;
import featureflags.engine.Value;
import featureflags.json.ContextShape;
import featureflags.json.InvalidDocument;
import featureflags.json.ValueReader;
import featureflags.json.ValueWriter;
import featureflags.testkit.RandomContexts;
import featureflags.testkit.RandomFlags;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Random flags, stored, cached, compiled and asked over HTTP for random contexts: the batch says
/// what one by one says, and both say what the flag, compiled here, says.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BatchProperties {
  private static final int FLAGS = 25;
  private static final int CONTEXTS = 60;

  private final Map<String, Flag> flags = new LinkedHashMap<>();
  private Stores stores;
  private Service service;

  @BeforeAll
  void start(@TempDir Path folder) {
    stores = Stores.open();
    qt().withFixedSeed(20_260_101)
        .withExamples(FLAGS)
        .forAll(RandomFlags.selfContained())
        .checkAssert(random -> flags.put(random.key(), random));
    flags.values().forEach(each -> stores.commit(Scope.DEFAULT, each));
    stores.save(flag("last").build());
    service = Service.ready(stores.environment(folder));
    service.awaitServes("last", "off");
  }

  @AfterAll
  void stop() {
    service.close();
    stores.close();
  }

  @Test
  void aBatchSaysWhatOneByOneSays() {
    qt().withExamples(CONTEXTS).forAll(RandomContexts.attributes()).checkAssert(this::check);
  }

  private void check(Map<String, Value> attributes) {
    String context = ValueWriter.text(new Value.Structure(attributes));
    var batch =
        service.post(
            "/evaluate/batch", "{\"flagKeys\":%s,\"context\":%s}".formatted(keys(), context));
    List<Answer> single =
        flags.keySet().stream()
            .map(key ->
                service.post(
                    "/evaluate", "{\"flagKey\":\"%s\",\"context\":%s}".formatted(key, context)))
            .toList();

    assertThat(single).extracting(Answer::status).containsOnly(batch.status());
    if (batch.status() == 200) {
      assertThat(batch.body())
          .isEqualTo(
              single.stream()
                  .map(Answer::body)
                  .collect(Collectors.joining(",", "{\"results\":[", "]}")));
      assertSaysWhatTheEngineSays(context, batch);
    } else {
      assertThat(batch.status()).isEqualTo(400);
      assertThat(isContext(context)).isFalse();
    }
  }

  private void assertSaysWhatTheEngineSays(String context, Answer batch) {
    var read = ContextShape.read(ValueReader.read(bytes(context)));
    var edit = Ruleset.empty().edit();
    flags.values().forEach(each -> edit.put(CompiledFlag.of(each)));
    Ruleset rules = edit.build();
    List<String> expected =
        flags.keySet().stream()
            .map(key -> rules.flag(key).orElseThrow().evaluate(read, rules))
            .map(decision -> decision.variant().key() + " " + decision.reason().code())
            .toList();
    List<String> said =
        IntStream.range(0, flags.size())
            .mapToObj(
                i -> batch.at("results", i, "variant") + " " + batch.at("results", i, "reason"))
            .toList();
    assertThat(said).isEqualTo(expected);
  }

  private static boolean isContext(String context) {
    try {
      ContextShape.read(ValueReader.read(bytes(context)));
      return true;
    } catch (InvalidDocument _) {
      return false;
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private String keys() {
    return flags.keySet().stream().collect(Collectors.joining("\",\"", "[\"", "\"]"));
  }
}
