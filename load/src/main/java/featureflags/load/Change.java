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
      var flag = ChangingFlag.create(http, flagApi, "changed");
      await(http, flag);
      var progress = new Progress("changes", changes);
      for (int i = 0; i < changes; i++) {
        flag.change();
        long answered = System.nanoTime();
        await(http, flag);
        millis[i] = (System.nanoTime() - answered) / 1e6;
        progress.step();
      }
      progress.done();
    }
    Arrays.sort(millis);
    String text =
        "%,d changes of a flag beside %,d of ten rules, one after the other; eval-service is asked again as soon as it has answered.\n\n%s"
            .formatted(
                changes,
                flags.count(),
                Table.of("from flag-api's answer to eval-service's", "ms")
                    .row("p50", Table.decimal(at(millis, 50)))
                    .row("p99", Table.decimal(at(millis, 99)))
                    .row("max", Table.decimal(millis[changes - 1])));
    return new Finding(
        text,
        List.of(
            Goal.atMost(GOAL_MILLIS, "ms from change to answer, p99", Spread.of(at(millis, 99)))));
  }

  private void await(Http http, ChangingFlag flag) {
    String body = "{\"flagKey\":\"%s\",\"context\":{\"targetingKey\":\"u\"}}".formatted(flag.key());
    String wanted = "\"version\":%d}".formatted(flag.version());
    int port = arena.audited().port();
    long end = System.nanoTime() + LONGEST.toNanos();
    while (!http.ask("POST", port, "/evaluate", body).body().endsWith(wanted)) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "version %d has not arrived after %s".formatted(flag.version(), LONGEST));
      }
    }
  }

  private static double at(double[] sorted, int percent) {
    return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
  }
}
