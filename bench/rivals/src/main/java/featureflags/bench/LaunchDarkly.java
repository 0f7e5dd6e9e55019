package featureflags.bench;

import com.launchdarkly.sdk.ContextBuilder;
import com.launchdarkly.sdk.EvaluationDetail;
import com.launchdarkly.sdk.LDContext;
import com.launchdarkly.sdk.LDValue;
import com.launchdarkly.sdk.server.Components;
import com.launchdarkly.sdk.server.LDClient;
import com.launchdarkly.sdk.server.LDConfig;
import com.launchdarkly.sdk.server.integrations.FileData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// LaunchDarkly's server SDK with the same thousand flags from a file and the same contexts;
/// nothing is sent and nothing is recorded.
@State(Scope.Benchmark)
public class LaunchDarkly {
  private final LDClient client = client();
  private final LDContext[] contexts =
      IntStream.range(0, Population.SIZE)
          .mapToObj(i -> context(Population.attributes(i)))
          .toArray(LDContext[]::new);

  private static LDClient client() {
    try {
      Path file = Files.createTempFile("flags", ".json");
      try {
        Files.writeString(file, LaunchDarklyFlags.json());
        return new LDClient(
            "none",
            new LDConfig.Builder()
                .dataSource(FileData.dataSource().filePaths(file))
                .events(Components.noEvents())
                .diagnosticOptOut(true)
                .logging(Components.noLogging())
                .build());
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static LDContext context(Map<String, Object> attributes) {
    ContextBuilder context = LDContext.builder(String.valueOf(attributes.get("targetingKey")));
    attributes.forEach((name, value) -> {
      if (!name.equals("targetingKey")) {
        context.set(name, value(value));
      }
    });
    return context.build();
  }

  private static LDValue value(Object object) {
    return switch (object) {
      case Boolean bool -> LDValue.of(bool);
      case Long number -> LDValue.of(number);
      default -> LDValue.of(object.toString());
    };
  }

  EvaluationDetail<LDValue> evaluate(String key, int turn) {
    return client.jsonValueVariationDetail(key, contexts[turn], LDValue.ofNull());
  }

  /// Ends its threads.
  @TearDown
  public void close() throws IOException {
    client.close();
  }
}
