package featureflags.postgres;

import featureflags.catalog.Scope;
import featureflags.catalog.VariantCount;
import java.time.LocalDate;
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

  private static final List<String> FORGET =
      List.of(
          "DELETE FROM evaluation_count WHERE minute < ?::date AT TIME ZONE 'UTC'",
          "DELETE FROM counted WHERE minute < ?::date AT TIME ZONE 'UTC'");

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

  /// Forgets the counts of days before this one.
  ///
  /// @return how many rows were deleted
  public static int dropBefore(Postgres postgres, LocalDate first) {
    return postgres.bulk(session -> {
      int deleted = 0;
      for (String forget : FORGET) {
        deleted += session.update(forget, first.toString());
      }
      return deleted;
    });
  }
}
