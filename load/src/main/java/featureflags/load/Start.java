package featureflags.load;

import featureflags.report.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// How long eval-service takes from its command until it is ready and until it has evaluated a
/// flag, and what it holds in memory then; also as its image starts it, with what the JVM learnt in
/// a rehearsal.
final class Start implements Part {
  private static final Duration LONGEST = Duration.ofSeconds(60);

  /// @param ready seconds from the command until it says that it is ready
  /// @param evaluated seconds from the command until it has evaluated a flag
  /// @param processor seconds that processors spent on it by then, NaN where the system does not
  ///   tell
  /// @param megabytes resident by then, NaN where the system does not tell
  private record Begun(double ready, double evaluated, double processor, double megabytes) {}

  private final Site site;
  private final Flags flags;
  private final int starts;
  private final Http http = new Http();

  Start(Site site, Flags flags, int starts) {
    this.site = site;
    this.flags = flags;
    this.starts = starts;
  }

  @Override
  public Finding measure() {
    List<Begun> fromRedis = new ArrayList<>();
    List<Begun> fromFile = new ArrayList<>();
    List<Begun> rehearsed = new ArrayList<>();
    String cache = site.rehearse();
    var progress = new Progress("starts", starts * 3);
    for (int i = 0; i < starts; i++) {
      Program program = site.evalService("start-" + i, Map.of());
      fromRedis.add(start(program));
      progress.step();
      fromFile.add(start(program));
      progress.step();
      rehearsed.add(start(site.evalService("rehearsed-" + i, Map.of()).with(cache)));
      progress.step();
    }
    progress.done();
    http.close();
    String text =
        "%s\n%s\n"
            .formatted(
                "%,d flags of ten rules; the process may use every core.\n"
                    .formatted(flags.count()),
                table(fromRedis, fromFile, rehearsed));
    return new Finding(
        text,
        List.of(
            Goal.atMost(
                1.0,
                "seconds until an evaluation, flags from Redis, JVM rehearsed",
                spread(rehearsed, Begun::evaluated))));
  }

  private static Table table(List<Begun> fromRedis, List<Begun> fromFile, List<Begun> rehearsed) {
    var table =
        Table.of(
            "eval-service", "ready after, s", "evaluates after, s", "processor, s", "resident, MB");
    row(table, "flags from Redis", fromRedis);
    row(table, "flags from its file", fromFile);
    row(table, "flags from Redis, JVM rehearsed", rehearsed);
    return table;
  }

  private static void row(Table table, String name, List<Begun> starts) {
    table.row(
        name,
        spread(starts, Begun::ready).text("%.2f"),
        spread(starts, Begun::evaluated).text("%.2f"),
        spread(starts, Begun::processor).text("%.2f"),
        spread(starts, Begun::megabytes).text("%,.0f"));
  }

  private Begun start(Program program) {
    String question =
        "{\"flagKey\":\"%s\",\"context\":{\"targetingKey\":\"u\"}}".formatted(flags.key(0));
    long began = System.nanoTime();
    try (Server server = site.startUnpinned(program)) {
      Patience.until(
          "readiness of " + program.name(),
          LONGEST,
          () -> http.ask("GET", server.port(), "/ready", "").statusCode() == 200);
      double ready = secondsSince(began);
      Patience.until(
          "an evaluation by " + program.name(),
          LONGEST,
          () -> http.ask("POST", server.port(), "/evaluate", question).statusCode() == 200);
      double evaluated = secondsSince(began);
      double processor = server.cpu().map(time -> time.toNanos() / 1e9).orElse(Double.NaN);
      double held = Figures.of(server).value("snapshot_flags");
      if (held < flags.count()) {
        throw new IllegalStateException(
            "evaluates with %.0f of %d flags".formatted(held, flags.count()));
      }
      return new Begun(ready, evaluated, processor, server.residentMegabytes());
    }
  }

  private static double secondsSince(long began) {
    return (System.nanoTime() - began) / 1e9;
  }

  private static Spread spread(List<Begun> starts, ToDoubleFunction<Begun> figure) {
    return Spread.of(starts.stream().mapToDouble(figure).toArray());
  }
}
