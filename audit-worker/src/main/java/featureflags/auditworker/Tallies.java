package featureflags.auditworker;

import featureflags.chassis.Metrics;
import featureflags.postgres.EvaluationTrail;
import featureflags.redis.Backlog;
import featureflags.redis.EvaluationStream;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import java.util.function.ToLongFunction;

/// What the worker has done and has before it, in the metrics.
final class Tallies {
  private final Counter stored;
  private final Counter counted;
  private final Counter repeated;
  private final Counter buried;
  private final DistributionSummary batches;

  Tallies(Metrics metrics) {
    stored = metrics.counter("audit.stored", "Evaluation events stored.");
    counted =
        metrics.counter(
            "audit.counted", "Evaluations that sample rates left out of the trail, counted.");
    repeated =
        metrics.counter("audit.repeated", "Evaluation events that came again and changed nothing.");
    buried = metrics.counter("audit.buried", "Stream entries kept as dead letters.");
    batches =
        metrics.sizes(
            "audit.batch", "Evaluation events that were stored in one transaction.", 100_000);
  }

  static void registerBacklog(Metrics metrics, EvaluationStream stream) {
    backlog(metrics, stream, "length", Backlog::length);
    backlog(metrics, stream, "undelivered", Backlog::undelivered);
    backlog(metrics, stream, "pending", Backlog::pending);
    metrics.gauge(
        "audit.stream.oldest",
        "Seconds that the oldest entry has waited which is not stored.",
        () -> stream.oldestWaiting().toMillis() / 1e3);
  }

  private static void backlog(
      Metrics metrics, EvaluationStream stream, String name, ToLongFunction<Backlog> figure) {
    metrics.gauge(
        "audit.stream." + name,
        "Entries of the evaluation stream, of up to 500 events each.",
        () -> figure.applyAsLong(stream.backlog()));
  }

  /// @param told how many evaluations the batch told of
  void stored(long told, EvaluationTrail.Stored what) {
    stored.increment((double) what.kept());
    counted.increment((double) what.counted());
    repeated.increment((double) told - what.kept() - what.counted());
    batches.record((double) told);
  }

  void buried() {
    buried.increment();
  }
}
