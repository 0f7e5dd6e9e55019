package featureflags.load;

import featureflags.report.Table;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToDoubleFunction;

/// How fast audit-worker stores what one eval-service makes as fast as it can, and what an
/// evaluation takes on its way and in the end. First one works, then the other, each with the
/// machine for itself.
final class Drain implements Part {
  private static final int CONNECTIONS = 64;
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private static final String SIZES =
      """
      SELECT coalesce(sum(pg_table_size(oid)), 0), coalesce(sum(pg_indexes_size(oid)), 0),
             (SELECT count(*) FROM evaluation)
        FROM pg_class
       WHERE relname LIKE 'evaluation\\_2%' AND relkind = 'r'
      """;

  private final Arena arena;
  private final Pace pace;

  /// What a round has shown.
  ///
  /// @param made evaluations a second that eval-service answered
  /// @param stored evaluations a second that audit-worker stored once it had stored a quarter
  /// @param cold the same from its start on
  /// @param onStream bytes in Redis for each
  private record Round(double made, double stored, double cold, double onStream) {
    double ratio() {
      return stored / made;
    }
  }

  /// What an evaluation takes in PostgreSQL, in bytes.
  private record Sizes(double row, double indices) {}

  Drain(Arena arena, Pace pace) {
    this.arena = arena;
    this.pace = pace;
  }

  @Override
  public Finding measure() {
    Contest contest = arena.contest(arena.single());
    Client client = arena.closedLoop(contest);
    var rounds = new ArrayList<Round>();
    var progress = new Progress("drain: rounds", pace.starts());
    for (int i = 0; i < pace.starts(); i++) {
      arena.settle(contest.audited());
      rounds.add(round(client, contest.audited()));
      progress.step();
    }
    progress.done();
    return finding(rounds, sizes());
  }

  private Round round(Client client, Side side) {
    double before = Figures.of(side.server()).value("events_accepted_total");
    Drive drive = client.drive(side, CONNECTIONS, pace.production());
    arena.awaitEvents();
    double events = Figures.of(side.server()).value("events_accepted_total") - before;
    double bytes = arena.site().streamBytes() / events;
    try (Server worker = arena.site().startAuditWorker()) {
      long began = System.nanoTime();
      Stored warm = awaitStored(worker, events / 4);
      Stored all = awaitStored(worker, events);
      return new Round(
          drive.rate(),
          (all.events() - warm.events()) / ((all.at() - warm.at()) / 1e9),
          all.events() / ((all.at() - began) / 1e9),
          bytes);
    }
  }

  /// How much was in the trail when.
  private record Stored(double events, long at) {}

  private static Stored awaitStored(Server worker, double least) {
    var seen = new AtomicReference<>(new Stored(0, 0));
    Patience.until(
        "%,.0f evaluations in the trail".formatted(least),
        LONGEST,
        () -> {
          double events = Figures.of(worker).value("audit_stored_total");
          seen.set(new Stored(events, System.nanoTime()));
          return events >= least;
        });
    return seen.get();
  }

  private Sizes sizes() {
    try (var connection = arena.site().connect();
        var statement = connection.createStatement();
        var sizes = statement.executeQuery(SIZES)) {
      sizes.next();
      double rows = sizes.getLong(3);
      return new Sizes(sizes.getLong(1) / rows, sizes.getLong(2) / rows);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Finding finding(List<Round> rounds, Sizes sizes) {
    var rates =
        Table.of("", "evaluations a second")
            .row(
                "eval-service makes, %d connections".formatted(CONNECTIONS),
                spread(rounds, Round::made).text("%,.0f"))
            .row(
                "audit-worker stores, the last three quarters",
                spread(rounds, Round::stored).text("%,.0f"))
            .row("the same with the start of its JVM", spread(rounds, Round::cold).text("%,.0f"));
    var bytes =
        Table.of("an evaluation takes", "bytes")
            .row("on the stream, in Redis' memory", spread(rounds, Round::onStream).text("%,.0f"))
            .row("in PostgreSQL, its row", "%,.0f".formatted(sizes.row()))
            .row("in PostgreSQL, in three indices", "%,.0f".formatted(sizes.indices()));
    return new Finding(
        "%s%n%s".formatted(rates, bytes),
        List.of(
            Goal.atLeast(1, "stored × made", spread(rounds, Round::ratio)),
            Goal.atLeast(50_000, "stored a second", spread(rounds, Round::stored))));
  }

  private static Spread spread(List<Round> rounds, ToDoubleFunction<Round> figure) {
    return Spread.of(rounds.stream().mapToDouble(figure).toArray());
  }
}
