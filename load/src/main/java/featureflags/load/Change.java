package featureflags.load;

import featureflags.report.Table;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/// How long after flag-api has answered a change of one flag among all eval-service answers by it.
final class Change implements Part {
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final double GOAL_MILLIS = 250;

  private final Arena arena;
  private final Flags flags;
  private final int changes;

  Change(Arena arena, Flags flags, int changes) {
    this.arena = arena;
    this.flags = flags;
    this.changes = changes;
  }

  @Override
  public Finding measure() {
    double[] millis = new double[changes];
    try (Server flagApi = arena.site().startFlagApi();
        var http = new Http()) {
      var progress = new Progress("changes", changes);
      for (int i = 0; i < changes; i++) {
        String key = flags.key(i * 37);
        int version = version(http, key) + 1;
        String edit = "{\"rolloutPercentage\":%d.5}".formatted(i % 99);
        http.expect(200, "PUT", flagApi.port(), "/flags/" + key, edit);
        long answered = System.nanoTime();
        await(http, key, version);
        millis[i] = (System.nanoTime() - answered) / 1e6;
        progress.step();
      }
      progress.done();
    }
    Arrays.sort(millis);
    String text =
        "%,d changes of flags among %,d of ten rules, one after the other; eval-service is asked again as soon as it has answered.\n\n%s"
            .formatted(
                changes,
                flags.count(),
                Table.of("from flag-api's answer to eval-service's", "ms")
                    .row("p50", Table.decimal(at(millis, 50)))
                    .row("p99", Table.decimal(at(millis, 99)))
                    .row("max", Table.decimal(millis[changes - 1])));
    return new Finding(
        text, List.of(Goal.atMost(GOAL_MILLIS, "ms from change to answer, p99", at(millis, 99))));
  }

  private int version(Http http, String key) {
    String answer = evaluate(http, key);
    return Integer.parseInt(answer.substring(answer.lastIndexOf(':') + 1, answer.length() - 1));
  }

  private void await(Http http, String key, int version) {
    String wanted = "\"version\":%d}".formatted(version);
    long end = System.nanoTime() + LONGEST.toNanos();
    while (!evaluate(http, key).endsWith(wanted)) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "version %d of %s has not arrived after %s".formatted(version, key, LONGEST));
      }
    }
  }

  private String evaluate(Http http, String key) {
    String body = "{\"flagKey\":\"%s\",\"context\":{\"targetingKey\":\"u\"}}".formatted(key);
    return http.expect(200, "POST", arena.audited().port(), "/evaluate", body);
  }

  private static double at(double[] sorted, int percent) {
    return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
  }
}
