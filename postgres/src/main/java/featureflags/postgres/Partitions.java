package featureflags.postgres;

import featureflags.catalog.Evaluations;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;

/// The days of the evaluation trail, a partition each, in UTC.
public final class Partitions {
  /// Any number that nothing else in this database locks by.
  private static final long LOCK = 0x6576616c_75617465L;

  private static final int AT_ONCE = 50;

  private static final String PREFIX = "evaluation_";

  private static final String EXISTING =
      """
      SELECT child.relname AS name
        FROM pg_inherits
        JOIN pg_class child ON child.oid = pg_inherits.inhrelid
       WHERE pg_inherits.inhparent = 'evaluation'::regclass
      """;

  private Partitions() {}

  static void ensure(Postgres postgres, Collection<Evaluations> requests) {
    ensureDays(
        postgres,
        requests.stream()
            .map(request -> request.time().atOffset(ZoneOffset.UTC).toLocalDate())
            .collect(Collectors.toSet()));
  }

  /// Makes the partitions of these days unless they are there.
  public static void ensureDays(Postgres postgres, Set<LocalDate> wanted) {
    Set<String> existing = Set.copyOf(existing(postgres));
    List<LocalDate> missing =
        wanted.stream().filter(day -> !existing.contains(name(day))).sorted().toList();
    steps(missing).forEach(days -> postgres.bulk(session -> make(session, days)));
  }

  /// Drops the partitions of days before this one.
  ///
  /// @return how many were dropped
  public static int dropBefore(Postgres postgres, LocalDate first) {
    List<String> old =
        existing(postgres).stream().filter(name -> name.compareTo(name(first)) < 0).toList();
    steps(old).forEach(names -> postgres.bulk(session -> drop(session, names)));
    return old.size();
  }

  /// A transaction holds locks on each table and index that it makes or drops, and PostgreSQL has
  /// room for some thousands.
  private static <T> List<List<T>> steps(List<T> days) {
    return days.stream().gather(Gatherers.windowFixed(AT_ONCE)).toList();
  }

  private static List<String> existing(Postgres postgres) {
    return postgres.read(session -> session.query(EXISTING, row -> row.text("name")));
  }

  private static int make(Session session, List<LocalDate> days) throws SQLException {
    lock(session);
    for (LocalDate day : days) {
      session.execute(
          "CREATE TABLE IF NOT EXISTS %s PARTITION OF evaluation FOR VALUES FROM ('%s 00:00Z') TO ('%s 00:00Z')"
              .formatted(name(day), day, day.plusDays(1)));
    }
    return days.size();
  }

  private static int drop(Session session, List<String> names) throws SQLException {
    lock(session);
    for (String name : names) {
      session.execute("DROP TABLE IF EXISTS " + name);
    }
    return names.size();
  }

  private static void lock(Session session) throws SQLException {
    session.query("SELECT pg_advisory_xact_lock(?) AS locked", _ -> true, LOCK);
  }

  private static String name(LocalDate day) {
    return PREFIX + day.toString().replace('-', '_');
  }
}
