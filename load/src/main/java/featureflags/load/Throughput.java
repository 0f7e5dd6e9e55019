package featureflags.load;

import featureflags.report.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/// How many requests a server answers when each connection asks again as soon as it is answered,
/// and how long they take when they come at half the rate that the slowest bears.
final class Throughput implements Part {
  private static final String COUNT = "%,.0f";
  private static final String FACTOR = "%.2f";
  private static final double LATENCY = 1.5;
  private static final double UNAUDITED = 0.9;
  private static final Duration DRIVER_WARM_UP = Duration.ofSeconds(2);

  private final Arena arena;
  private final Contest contest;
  private final Promise promise;
  private final Pace pace;
  private final List<Goal> goals = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();

  /// What is promised of a work.
  ///
  /// @param share of the limit's throughput
  /// @param ofLatency whether its latency and the cost of the audit trail are promised too
  /// @param connections at how many connections at once
  record Promise(double share, boolean ofLatency, List<Integer> connections) {
    Promise {
      connections = List.copyOf(connections);
    }
  }

  Throughput(Arena arena, Work work, Promise promise, Pace pace) {
    this.arena = arena;
    this.contest = arena.contest(work);
    this.promise = promise;
    this.pace = pace;
  }

  @Override
  public Finding measure() {
    text.append(contest.description()).append("\n\n");
    warmUp();
    double slowest = Double.MAX_VALUE;
    for (int connections : promise.connections()) {
      slowest = Math.min(slowest, closed(connections));
    }
    open(promise.connections().getLast(), slowest / 2);
    text.append(arena.events()).append('\n');
    return new Finding(text.toString(), goals);
  }

  /// The driver goes first, because it looks at every answer.
  private void warmUp() {
    int connections = promise.connections().getFirst();
    Client checking = bundled(new Rhythm.Closed(), Duration.ZERO);
    drive("checking", 1, side -> checking.drive(side, connections, pace.turn()));
    Client client = arena.closedLoop(contest);
    drive("warming up", pace.warmUps(), side -> client.drive(side, connections, pace.turn()));
  }

  private Rounds drive(String what, int rounds, Function<Side, Drive> client) {
    String name = "%s: %s, turns".formatted(contest.work().name(), what);
    return Rounds.drive(name, rounds, contest.sides(), client, arena.settling());
  }

  private Client bundled(Rhythm rhythm, Duration warmUp) {
    return new Bundled(arena.site().jvm(), arena.site().pinning(), rhythm, warmUp, contest.file());
  }

  /// @return what the slowest did
  private double closed(int connections) {
    Client client = arena.closedLoop(contest);
    String what = connections + " connections";
    Rounds rounds =
        drive(what, pace.rounds(), side -> client.drive(side, connections, pace.turn()));
    text.append(closedTable(what, rounds)).append('\n');
    promiseOf(what, rounds);
    return contest.sides().stream()
        .mapToDouble(side -> rounds.of(side, Turn::rate).median())
        .min()
        .orElseThrow();
  }

  private void promiseOf(String what, Rounds rounds) {
    Side ours = contest.audited();
    goals.add(
        Goal.atLeast(
            promise.share(),
            "throughput × bare, " + what,
            rounds.ratio(ours, contest.bare(), Turn::rate)));
    cpuRatio(rounds, ours)
        .ifPresent(ratio ->
            goals.add(
                Goal.atMost(
                    1 / promise.share(), "processor time × bare, " + what, Spread.of(ratio))));
    if (promise.ofLatency()) {
      goals.add(
          Goal.atMost(
              LATENCY, "p99 × bare, " + what, rounds.ratio(ours, contest.bare(), Turn::p99Micros)));
      goals.add(
          Goal.atLeast(
              UNAUDITED,
              "throughput × auditing off, " + what,
              rounds.ratio(ours, contest.unaudited(), Turn::rate)));
    }
  }

  private String closedTable(String what, Rounds rounds) {
    var table =
        Table.of(
            what,
            "requests/s",
            "× bare",
            "× chassis",
            "p50, µs",
            "p99, µs",
            "p99 × bare",
            "processor, µs a request",
            "× bare");
    for (Side side : contest.sides()) {
      table.row(
          side.name(),
          rounds.of(side, Turn::rate).text(COUNT),
          ratio(rounds, side, contest.bare(), Turn::rate),
          ratio(rounds, side, contest.chassis(), Turn::rate),
          rounds.of(side, Turn::medianMicros).text(COUNT),
          rounds.of(side, Turn::p99Micros).text(COUNT),
          ratio(rounds, side, contest.bare(), Turn::p99Micros),
          cpu(rounds, side),
          cpuFactor(rounds, side));
    }
    return table.toString();
  }

  private void open(int connections, double rate) {
    Client client = bundled(new Rhythm.Open(rate), DRIVER_WARM_UP);
    String what = "%,.0f requests/s on %d connections".formatted(rate, connections);
    Rounds rounds =
        drive(what, pace.rounds(), side -> client.drive(side, connections, pace.turn()));
    var table =
        Table.of(
            what,
            "p50, µs",
            "p99, µs",
            "p99 × bare",
            "p99 × chassis",
            "processor, µs a request",
            "× bare");
    for (Side side : contest.sides()) {
      table.row(
          side.name(),
          rounds.of(side, Turn::medianMicros).text(COUNT),
          rounds.of(side, Turn::p99Micros).text(COUNT),
          ratio(rounds, side, contest.bare(), Turn::p99Micros),
          ratio(rounds, side, contest.chassis(), Turn::p99Micros),
          cpu(rounds, side),
          cpuFactor(rounds, side));
    }
    text.append(table).append('\n');
    if (promise.ofLatency()) {
      goals.add(
          Goal.atMost(
              LATENCY,
              "p99 × bare at half the slowest's rate",
              rounds.ratio(contest.audited(), contest.bare(), Turn::p99Micros)));
    }
  }

  private static String ratio(Rounds rounds, Side side, Side other, ToDoubleFunction<Turn> figure) {
    return rounds.ratio(side, other, figure).text(FACTOR);
  }

  private static String cpu(Rounds rounds, Side side) {
    return rounds.maybe(side, Turn::cpuMicros).map(spread -> spread.text("%.1f")).orElse("-");
  }

  private Optional<Double> cpuRatio(Rounds rounds, Side side) {
    return rounds
        .maybe(side, Turn::cpuMicros)
        .flatMap(ours -> rounds.maybe(contest.bare(), Turn::cpuMicros).map(ours::dividedBy));
  }

  private String cpuFactor(Rounds rounds, Side side) {
    return cpuRatio(rounds, side).map(Table::factor).orElse("-");
  }
}
