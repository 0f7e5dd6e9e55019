package featureflags.flagapi;

import featureflags.catalog.Scope;
import featureflags.chassis.Refusal;
import featureflags.chassis.Request;
import featureflags.chassis.Response;
import featureflags.chassis.Routes;
import featureflags.json.ValueWriter;
import featureflags.json.VariantCountShape;
import featureflags.postgres.EvaluationCounts;
import featureflags.postgres.EvaluationCounts.Step;
import featureflags.postgres.FlagStore;
import featureflags.postgres.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// Counts who got what of a flag.
final class CountRoutes {
  private static final Duration USUAL = Duration.ofHours(1);

  /// A day of minutes, two months of hours, four years of days.
  private static final long MOST_STEPS = 1_500;

  private final FlagStore store;
  private final EvaluationCounts counts;
  private final InstantSource clock;

  CountRoutes(FlagStore store, EvaluationCounts counts, InstantSource clock) {
    this.store = store;
    this.counts = counts;
    this.clock = clock;
  }

  Routes routes() {
    return Routes.builder().blocking("GET", "/flags/{key}/counts", this::counts).build();
  }

  private Response counts(Request request) {
    var parameters = Parameters.of(request, "from", "to", "step");
    Scope scope = Asked.scope(request);
    String key = Asked.flagKey(request);
    Step step =
        switch (parameters.oneOf("step", List.of("minute", "hour", "day"))) {
          case "minute" -> Step.MINUTE;
          case "hour" -> Step.HOUR;
          default -> Step.DAY; // the only other one that is let in
        };
    TimeRange range = range(parameters, step);
    var found = counts.of(scope, key, range, step);
    if (!store.knows(scope, key)) {
      throw store.exists(scope) ? Asked.noFlag(key) : Asked.noScope(scope);
    }
    return Response.json(200, ValueWriter.bytes(VariantCountShape.write(found)));
  }

  private TimeRange range(Parameters parameters, Step step) {
    Instant to = parameters.time("to").orElseGet(clock::instant);
    Instant from = parameters.time("from").orElseGet(() -> to.minus(USUAL));
    if (Duration.between(from, to).toSeconds() / step.seconds() > MOST_STEPS) {
      throw Refusal.badRequest(
          "from and to are more than %,d steps apart; take a longer step or a shorter time"
              .formatted(MOST_STEPS));
    }
    return new TimeRange(from, to);
  }
}
