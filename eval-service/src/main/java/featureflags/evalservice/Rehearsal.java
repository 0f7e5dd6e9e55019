package featureflags.evalservice;

import featureflags.catalog.Delta;
import featureflags.catalog.Document;
import featureflags.catalog.Entry;
import featureflags.catalog.Scope;
import featureflags.chassis.Env;
import featureflags.chassis.Lifecycle;
import featureflags.chassis.Log;
import featureflags.json.DraftShape;
import featureflags.json.EntryShape;
import featureflags.json.ValueReader;
import featureflags.json.ValueWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A dry run of the service, so that the JVM learns what a start and the first requests need.
///
/// It starts without any store, from a snapshot that it makes up, is asked what clients ask, and
/// stops. With `-XX:AOTCacheOutput=FILE` the JVM then writes what it has learnt (JEP 514 and 515),
/// and a service that is started with `-XX:AOTCache=FILE` is ready sooner. Both must be of the same
/// JVM, with the same class path and the same collector.
public final class Rehearsal {
  private static final Log LOG = Log.of(Rehearsal.class);
  private static final int FLAGS = 2_000;
  private static final int ROUNDS = 60;
  private static final String CONTEXT =
      "{\"targetingKey\":\"user-1\",\"country\":\"DE\",\"age\":42,\"app\":{\"version\":\"2.5.0\"}}";
  private static final List<String> SCRIPT =
      List.of(
          post("/evaluate", "{\"flagKey\":\"flag-1\",\"context\":%s}".formatted(CONTEXT)),
          post("/evaluate", "{\"flagKey\":\"flag-2\",\"context\":{\"userId\":\"user-2\"}}"),
          post(
              "/evaluate/batch",
              "{\"flagKeys\":[\"flag-3\",\"flag-4\"],\"context\":%s}".formatted(CONTEXT)),
          post("/ofrep/v1/evaluate/flags/flag-5", "{\"context\":%s}".formatted(CONTEXT)),
          "GET /ready HTTP/1.1\r\nHost: rehearsal\r\n\r\n");
  private static final String LAST =
      "GET /metrics HTTP/1.1\r\nHost: rehearsal\r\nConnection: close\r\n\r\n";

  private Rehearsal() {}

  /// Runs the service once.
  ///
  /// @throws IllegalStateException when it does not answer as it should
  public static void main(String[] args) throws IOException {
    Path folder = Files.createTempDirectory("rehearsal");
    try {
      new SnapshotFiles(folder).write(Snapshot.of(madeUp()));
      try (var lifecycle = new Lifecycle()) {
        int port = EvalService.start(Settings.from(withoutStores(folder)), lifecycle).port();
        LOG.info("rehearsed", "requests", play(port));
      }
    } finally {
      delete(folder);
    }
  }

  private static Delta madeUp() {
    List<Document> flags = IntStream.range(0, FLAGS).mapToObj(Rehearsal::flag).toList();
    return new Delta(Scope.DEFAULT, 0, 1, flags, List.of());
  }

  private static Document flag(int number) {
    String draft =
        """
        {"key": "flag-%d", "enabled": true, "rolloutPercentage": 50, "tags": ["rehearsal"], "rules": [
          {"attribute": "plan", "operator": "eq", "values": ["pro", "enterprise"], "variant": "on"},
          {"attribute": "country", "operator": "in", "values": ["DE", "FR"], "variant": "on", "rolloutPercentage": 20},
          {"attribute": "app.version", "operator": "semver_gte", "values": ["2.4.0"], "variant": "off"},
          {"attribute": "age", "operator": "gt", "values": [17], "variant": "on"},
          {"when": {"all": [{"attribute": "email", "operator": "ends_with", "values": ["example.com"]},
                            {"not": {"attribute": "ip", "operator": "in_cidr", "values": ["10.0.0.0/8"]}}]},
           "serve": {"split": [{"variant": "on", "weight": 60}, {"variant": "off", "weight": 40}]}}]}
        """
            .formatted(number);
    byte[] json = draft.getBytes(StandardCharsets.UTF_8);
    var entry = Entry.first(DraftShape.read(ValueReader.readDefinition(json)), Instant.EPOCH);
    return new Document(entry.flag().key(), 1, ValueWriter.text(EntryShape.write(entry)));
  }

  /// Nobody listens on port 1.
  private static Env withoutStores(Path folder) {
    return Env.of(
        Map.of(
            "PORT", "0",
            "HTTP_HOST", "127.0.0.1",
            "HTTP_QUIET_PERIOD", "PT0.001S",
            "POSTGRES_HOST", "127.0.0.1",
            "POSTGRES_PORT", "1",
            "REDIS_HOST", "127.0.0.1",
            "REDIS_PORT", "1",
            "SNAPSHOT_DIR", folder.toString(),
            "SPOOL_DIR", folder.resolve("spool").toString()));
  }

  /// Plays the script again and again, one connection a round.
  ///
  /// @return how many requests that were
  private static int play(int port) throws IOException {
    String all = String.join("", SCRIPT).repeat(ROUNDS) + LAST;
    int answered = 0;
    for (int round = 0; round < ROUNDS; round++) {
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.getOutputStream().write(all.getBytes(StandardCharsets.UTF_8));
        String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        answered += answers.split("HTTP/1\\.1 200 OK\r\n", -1).length - 1;
      }
    }
    int asked = ROUNDS * (ROUNDS * SCRIPT.size() + 1);
    if (answered != asked) {
      throw new IllegalStateException("%d of %d were answered".formatted(answered, asked));
    }
    return answered;
  }

  private static String post(String path, String body) {
    return "POST %s HTTP/1.1\r\nHost: rehearsal\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(path, body.length(), body);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
