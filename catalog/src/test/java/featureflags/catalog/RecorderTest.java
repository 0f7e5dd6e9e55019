package featureflags.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import featureflags.engine.Context;
import featureflags.engine.Value;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RecorderTest {
  private static final UUID ID = new UUID(1, 2);
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00.123456Z");

  private static final Outcome OUTCOME = new Outcome("checkout", 1, "on", "DEFAULT", "");

  private static Evaluations recorded(List<String> attributes, Map<String, Value> context) {
    return new Recorder(() -> ID, InstantSource.fixed(NOW), attributes)
        .record(Scope.DEFAULT, List.of(OUTCOME), Context.of(context));
  }

  private static Value text(int length) {
    return new Value.Text("x".repeat(length));
  }

  @Test
  void aRecordHasTheSubjectAndTheAttributesThatWereNamed() {
    var context =
        Map.of("targetingKey", new Value.Text("user-7"), "plan", text(3), "secret", text(9));

    assertThat(recorded(List.of("plan", "country"), context))
        .isEqualTo(
            new Evaluations(
                ID,
                Instant.parse("2026-01-31T12:00:00.123Z"),
                Scope.DEFAULT,
                "user-7",
                Map.of("plan", text(3)),
                List.of(OUTCOME)));
    assertThat(recorded(List.of(), context).attributes()).isEmpty();
  }

  @Test
  void whatDoesNotFitBesideThoseNamedBeforeIsLeftOut() {
    int most = Recorder.ROOM - 1; // less the name
    var deep = new Value.Structure(Map.of("in", new Value.Items(List.of(text(most - 4)))));

    assertThat(kept(Map.of("a", text(most)))).containsOnlyKeys("a");
    assertThat(kept(Map.of("a", text(most + 1)))).isEmpty();
    assertThat(kept(Map.of("a", text(most - 1), "b", text(1), "c", text(9)))).containsOnlyKeys("a");
    assertThat(kept(Map.of("a", text(100), "b", text(most), "c", text(9))))
        .containsOnlyKeys("a", "c");
    assertThat(kept(Map.of("a", deep))).containsOnlyKeys("a");
    assertThat(kept(Map.of("a", deep, "b", new Value.Bool(true)))).containsOnlyKeys("a");
  }

  private static Map<String, Value> kept(Map<String, Value> context) {
    return recorded(List.of("a", "b", "c"), context).attributes();
  }
}
