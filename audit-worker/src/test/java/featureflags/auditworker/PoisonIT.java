package featureflags.auditworker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import featureflags.json.StreamEntryPacker;
import featureflags.testkit.Await;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Entries that can never be stored: each ends as a dead letter, and holds up nobody.
final class PoisonIT {
  private Stores stores;

  @BeforeEach
  void open() {
    stores = Stores.open();
  }

  @AfterEach
  void close() {
    stores.close();
  }

  @Test
  void garbageIsGivenUpAfterFiveAttemptsAndItsNeighboursDoNotWait() throws SQLException {
    stores.write(2, 3);
    String id = stores.write("garbage".getBytes(UTF_8));
    stores.write(2, 3);

    try (var worker = Worker.start(stores.environment("w"))) {
      try (var _ = stores.lockDeadLetters()) {
        Await.until(
            "the worker to give it up", Worker.PATIENCE, stores::waiting, waiting -> waiting == 1);
        assertThat(stores.stream().deliveries(id)).isEqualTo(5);
        assertThat(stores.stored()).isEqualTo(12);
        assertThat(stores.stream().backlog().pending()).isEqualTo(1);
      }
      Await.until("a dead letter", Worker.PATIENCE, stores::buried, buried -> buried == 1);

      assertThat(stores.texts("SELECT stream_id FROM dead_letter")).containsExactly(id);
      assertThat(stores.texts("SELECT convert_from(entry, 'UTF8') FROM dead_letter"))
          .containsExactly("garbage");
      assertThat(stores.texts("SELECT error FROM dead_letter").getFirst()).contains("garbage");
      Await.until(
          "all to be acknowledged",
          Worker.PATIENCE,
          stores.stream()::backlog,
          backlog -> backlog.pending() == 0);
      assertThat(worker.metric("audit_buried_total")).isEqualTo(1);
    }
  }

  @Test
  void whateverTheEntryIsItIsKeptAsItCameAndTheOthersAreStored() {
    byte[] noise = new byte[1_000];
    new Random(1).nextBytes(noise);
    String good =
        new String(new StreamEntryPacker().pack(List.of(Stores.event(Instant.now()))), UTF_8);
    var poison =
        List.of(
            new byte[0],
            "null".getBytes(UTF_8),
            "{}".getBytes(UTF_8),
            "[{}]".getBytes(UTF_8),
            "gar\u0000bage".getBytes(UTF_8),
            noise,
            "[".repeat(5_000).getBytes(UTF_8),
            good.substring(0, good.length() - 3).getBytes(UTF_8),
            good.replaceFirst("\"i\":\"[^\"]*\"", "\"i\":\"\\\\u0000\\\\ud800\"").getBytes(UTF_8),
            good.replaceFirst("\"t\":\\d+", "\"t\":9000000000000000").getBytes(UTF_8),
            good.replaceFirst("\"t\":\\d+", "\"t\":-9223372036854775808").getBytes(UTF_8),
            good.replaceFirst("\"f\":\"[^\"]*\"", "\"f\":\"\\\\u0000\"").getBytes(UTF_8),
            good.replaceFirst("\"v\":\\d+", "\"v\":99999999999").getBytes(UTF_8),
            good.replaceFirst(
                    "\"r1\"",
                    "\""
                        + new Random(1)
                            .ints(9_000, 'a', 'z')
                            .mapToObj(Character::toString)
                            .collect(joining())
                        + "\"")
                .getBytes(UTF_8));
    for (byte[] each : poison) {
      stores.write(each);
      stores.write(1, 1);
    }

    try (var _ = Worker.start(stores.environment("w"))) {
      Await.until(
          "the dead letters", Worker.PATIENCE, stores::buried, buried -> buried == poison.size());
      Await.until("the others", Worker.PATIENCE, stores::stored, stored -> stored == poison.size());
    }

    assertThat(stores.texts("SELECT encode(entry, 'hex') FROM dead_letter ORDER BY stream_id"))
        .containsExactlyInAnyOrderElementsOf(
            poison.stream().map(HexFormat.of()::formatHex).toList());
    assertThat(stores.texts("SELECT error FROM dead_letter")).noneMatch(String::isEmpty);
  }

  @Test
  void anEntryThatSomebodyElseWroteIsKeptToo() {
    String id = stores.writeAs("x", "{\"e\":[],\"d\":[]}".getBytes(UTF_8));
    stores.write(1, 1);

    try (var _ = Worker.start(stores.environment("w"))) {
      Await.until("a dead letter", Worker.PATIENCE, stores::buried, buried -> buried == 1);
    }

    assertThat(stores.stored()).isEqualTo(1);
    assertThat(stores.texts("SELECT stream_id FROM dead_letter")).containsExactly(id);
    assertThat(stores.texts("SELECT convert_from(entry, 'UTF8') FROM dead_letter"))
        .containsExactly("x={\"e\":[],\"d\":[]}");
  }

  @Test
  void anEntryOfNoEventsIsNoPoison() {
    stores.write("{\"e\":[],\"d\":[]}".getBytes(UTF_8));
    stores.write(1, 1);

    try (var _ = Worker.start(stores.environment("w"))) {
      Await.until(
          "all to be acknowledged",
          Worker.PATIENCE,
          stores.stream()::backlog,
          backlog -> backlog.pending() == 0 && backlog.undelivered() == 0);
    }

    assertThat(stores.stored()).isEqualTo(1);
    assertThat(stores.buried()).isZero();
  }
}
