package featureflags.postgres;

import featureflags.catalog.Scope;
import featureflags.catalog.VariantCount;
import java.time.Instant;
import java.util.List;

/// How often each flag served each variant: exact, also where the trail keeps only a sample.
public final class EvaluationCounts {
  private static final String COUNTS =
      """
      SELECT date_trunc(?, minute, 'UTC') AS time, variant, sum(evaluations)::bigint AS evaluations
        FROM evaluation_count
       WHERE flag = (SELECT id
                       FROM evaluated_flag
                      WHERE project = ? AND environment = ? AND key = ?)
         AND minute >= date_trunc(?, ?::timestamptz, 'UTC') AND minute < ?::timestamptz
       GROUP BY 1, 2
       ORDER BY 1, 2
      """;

  /// As much as one transaction deletes well within its deadline.
  private static final int AT_ONCE = 20_000;

  private static final String FORGET_COUNTS =
      """
      DELETE FROM evaluation_count
       WHERE ctid = ANY (ARRAY(SELECT ctid FROM evaluation_count WHERE minute < ?::timestamptz LIMIT ?))
      """;

  private static final String FORGET_IDS =
      """
      DELETE FROM counted
       WHERE ctid = ANY (ARRAY(SELECT ctid FROM counted WHERE minute < ?::timestamptz LIMIT ?))
      """;

  private final Postgres postgres;

  /// Reads through this pool.
  public EvaluationCounts(Postgres postgres) {
    this.postgres = postgres;
  }

  /// By how much time counts are put together.
  public enum Step {
    /// As they are kept.
    MINUTE(60),
    /// Of UTC.
    HOUR(3_600),
    /// Of UTC.
    DAY(86_400);

    private final long seconds;

    Step(long seconds) {
      this.seconds = seconds;
    }

    /// How long it is.
    public long seconds() {
      return seconds;
    }

    private String unit() {
      return switch (this) {
        case MINUTE -> "minute";
        case HOUR -> "hour";
        case DAY -> "day";
      };
    }
  }

  /// How often a flag served each variant, oldest first; nothing of times without an evaluation.
  ///
  /// @param range the first step is the one in which it begins, whole
  public List<VariantCount> of(Scope scope, String flag, TimeRange range, Step step) {
    return postgres.read(session ->
        session.query(
            COUNTS,
            row ->
                new VariantCount(row.time("time"), row.text("variant"), row.number("evaluations")),
            step.unit(),
            scope.project(),
            scope.environment(),
            flag,
            step.unit(),
            range.fromText(),
            range.toText()));
  }

  /// Forgets the counts of minutes before this.
  public void forgetCounts(Instant before) {
    forget(FORGET_COUNTS, before);
  }

  /// Forgets which counts of minutes before this have been added: one that comes again later is
  /// added again.
  public void forgetIds(Instant before) {
    forget(FORGET_IDS, before);
  }

  private void forget(String delete, Instant before) {
    int deleted;
    do {
      deleted = postgres.bulk(session -> session.update(delete, TimeRange.text(before), AT_ONCE));
    } while (deleted == AT_ONCE);
  }
}
