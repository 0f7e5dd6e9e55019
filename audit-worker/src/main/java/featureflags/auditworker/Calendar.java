package featureflags.auditworker;

import featureflags.catalog.Unavailable;
import featureflags.chassis.Log;
import featureflags.postgres.EvaluationCounts;
import featureflags.postgres.Partitions;
import featureflags.postgres.Postgres;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Makes the days of the evaluation trail ahead and drops those that are past their retention, and
/// the counts of them, once an hour. The day is PostgreSQL's, whatever this machine's clock says.
final class Calendar implements AutoCloseable {
  private static final Log LOG = Log.of(Calendar.class);
  private static final long INTERVAL_SECONDS = 3_600;
  private static final long RETRY_SECONDS = 5;

  /// After so many days no sender comes with a count that was added before.
  private static final int DAYS_OF_IDS = 7;

  private final Postgres postgres;
  private final int retentionDays;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("calendar").factory());

  private Calendar(Postgres postgres, int retentionDays) {
    this.postgres = postgres;
    this.retentionDays = retentionDays;
  }

  static Calendar start(Postgres postgres, int retentionDays) {
    var calendar = new Calendar(postgres, retentionDays);
    calendar.thread.execute(calendar::turn);
    return calendar;
  }

  private void turn() {
    long next = INTERVAL_SECONDS;
    try {
      LocalDate today = postgres.time().atOffset(ZoneOffset.UTC).toLocalDate();
      Partitions.ensureDays(postgres, Set.of(today, today.plusDays(1), today.plusDays(2)));
      LocalDate first = today.minusDays(retentionDays);
      int dropped = Partitions.dropBefore(postgres, first);
      var counts = new EvaluationCounts(postgres);
      counts.forgetCounts(startOf(first));
      counts.forgetIds(startOf(today.minusDays(Math.min(retentionDays, DAYS_OF_IDS))));
      if (dropped > 0) {
        LOG.info("trail-days-dropped", "days", dropped, "retention", retentionDays);
      }
    } catch (Unavailable e) {
      next = RETRY_SECONDS;
      LOG.warning("calendar-waits", "store", e.store(), "why", e.why());
    } catch (RuntimeException e) {
      LOG.error("calendar-failed", e);
    } finally {
      if (!thread.isShutdown()) {
        var _ = thread.schedule(this::turn, next, TimeUnit.SECONDS);
      }
    }
  }

  private static Instant startOf(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
