package featureflags.load;

import featureflags.report.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/// How long a change takes to reach everybody who listens, and what evaluations feel of it.
final class Streams implements Part {
  private static final String PATH = "/ofrep/v1/events";
  private static final Duration LONGEST = Duration.ofSeconds(20);
  private static final double RATE = 2_000;
  private static final int CONNECTIONS = 16;
  private static final Duration WARM_UP = Duration.ofSeconds(2);
  private static final Duration BETWEEN_CHANGES = Duration.ofSeconds(1);

  private final Arena arena;
  private final Pace pace;
  private final Side side;
  private final Client client;
  private final List<Double> reached = new ArrayList<>();

  Streams(Arena arena, Pace pace) {
    Contest contest = arena.contest(arena.single());
    this.arena = arena;
    this.pace = pace;
    this.side = contest.audited();
    this.client =
        new Bundled(
            arena.site().jvm(),
            arena.site().pinning(),
            new Rhythm.Open(RATE),
            WARM_UP,
            contest.file());
  }

  @Override
  public Finding measure() {
    List<Drive> calm = new ArrayList<>();
    List<Drive> busy = new ArrayList<>();
    var progress = new Progress("streams: rounds", pace.rounds());
    try (Server flagApi = arena.site().startFlagApi();
        var http = new Http()) {
      var flag = ChangingFlag.create(http, flagApi, "listened-to");
      for (int round = 0; round < pace.rounds(); round++) {
        calm.add(evaluate());
        busy.add(evaluateWhileAllListen(flag));
        progress.step();
      }
    }
    progress.done();
    return finding(calm, busy);
  }

  private Drive evaluate() {
    Drive drive = client.drive(side, CONNECTIONS, pace.turn());
    arena.settle(side);
    if (drive.errors() > 0) {
      throw new IllegalStateException("%,d requests failed".formatted(drive.errors()));
    }
    return drive;
  }

  private Drive evaluateWhileAllListen(ChangingFlag flag) {
    try (var listeners = Listeners.open(pace.listeners(), side.server().port(), PATH)) {
      listeners.awaitMore(new int[pace.listeners()], LONGEST); // each is told once at its start
      var evaluating = CompletableFuture.supplyAsync(this::evaluate);
      while (!evaluating.isDone()) {
        int[] before = listeners.events();
        flag.change();
        long answered = System.nanoTime();
        reached.add((listeners.awaitMore(before, LONGEST) - answered) / 1e6);
        evaluating
            .<Object>thenApply(drive -> drive)
            .completeOnTimeout("", BETWEEN_CHANGES.toMillis(), TimeUnit.MILLISECONDS)
            .join();
      }
      return evaluating.join();
    }
  }

  private Finding finding(List<Drive> calm, List<Drive> busy) {
    Spread all = Spread.of(reached.stream().mapToDouble(each -> each).toArray());
    double[] ratios = new double[calm.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = p99(busy.get(i)) / p99(calm.get(i));
    }
    Spread ratio = Spread.of(ratios);
    var changes =
        Table.of("from flag-api's answer until all have been told", "ms")
            .row("%,d changes".formatted(reached.size()), all.text("%,.0f"));
    var evaluations =
        Table.of("%,.0f evaluations a second".formatted(RATE), "p50, µs", "p99, µs", "p99 × calm")
            .row("calm", of(calm, Streams::p50), of(calm, Streams::p99), "")
            .row(
                "%,d listen, a change a second".formatted(pace.listeners()),
                of(busy, Streams::p50),
                of(busy, Streams::p99),
                ratio.text("%.2f"));
    return new Finding(
        "%,d clients listen to `GET %s`.%n%n%s%n%s"
            .formatted(pace.listeners(), PATH, changes, evaluations),
        List.of(
            Goal.atMost(
                1_000, "ms until the last of all has been told, at most", Spread.of(all.most())),
            Goal.atMost(2, "p99 of evaluations × calm", ratio)));
  }

  private static String of(List<Drive> drives, ToDoubleFunction<Drive> figure) {
    return Spread.of(drives.stream().mapToDouble(figure).toArray()).text("%,.0f");
  }

  private static double p50(Drive drive) {
    return drive.median().toNanos() / 1e3;
  }

  private static double p99(Drive drive) {
    return drive.p99().toNanos() / 1e3;
  }
}
