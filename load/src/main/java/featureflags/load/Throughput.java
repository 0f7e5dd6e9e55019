package featureflags.load;

import featureflags.report.Table;
import java.time.Duration;
import java.util.List;

/// How many requests a server answers when each connection asks again as soon as it is answered.
final class Throughput {
  private static final String COUNT = "%,.0f";
  private static final String FACTOR = "%.2f";

  private final Pace pace;
  private final Runnable between;

  Throughput(Pace pace, Runnable between) {
    this.pace = pace;
    this.between = between;
  }

  /// A table of these servers, the first of which is the limit and the second ours without work.
  String table(List<Server> servers, int connections, Wrk wrk) {
    String what = "%d servers at %d connections, turns".formatted(servers.size(), connections);
    for (Server server : servers) {
      wrk.drive(server.port(), connections, pace.warmUp());
      between.run();
    }
    Rounds rounds =
        Rounds.drive(
            what,
            pace.rounds(),
            servers,
            server -> wrk.drive(server.port(), connections, pace.turn()),
            between);
    var table =
        Table.of(
            connections + " connections",
            "requests/s",
            "× bare",
            "× chassis",
            "p50 µs",
            "p99 µs",
            "p99 × bare",
            "CPU µs a request");
    for (Server server : servers) {
      table.row(
          server.name(),
          rounds.of(server, turn -> turn.drive().rate()).text(COUNT),
          rounds.ratio(server, servers.get(0), turn -> turn.drive().rate()).text(FACTOR),
          rounds.ratio(server, servers.get(1), turn -> turn.drive().rate()).text(FACTOR),
          rounds.of(server, turn -> micros(turn.drive().median())).text(COUNT),
          rounds.of(server, Turn::p99Micros).text(COUNT),
          rounds.ratio(server, servers.get(0), Turn::p99Micros).text(FACTOR),
          rounds.maybe(server, Turn::cpuMicros).map(spread -> spread.text("%.1f")).orElse("-"));
    }
    return table.toString();
  }

  private static double micros(Duration time) {
    return time.toNanos() / 1e3;
  }
}
