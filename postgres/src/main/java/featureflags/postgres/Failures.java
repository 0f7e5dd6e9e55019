package featureflags.postgres;

import featureflags.catalog.Unavailable;
import featureflags.catalog.Unstorable;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import java.util.Set;

/// Tells a database that cannot answer from a statement that it refuses.
final class Failures {
  /// The classes of SQLSTATE that speak of the server and not of the statement: connection, a
  /// transaction that lost to another, resources, operator intervention (shutdown, timeout), system
  /// error.
  private static final Set<String> SERVER = Set.of("08", "40", "53", "57", "58");

  /// The single ones: a stand-by that only reads, a transaction that idled for too long, a lock
  /// that was not to be had, and a missing schema while migrations have not run.
  private static final Set<String> PASSING =
      Set.of("25006", "25P03", "55P03", "42P01", "42703", "3D000");

  private Failures() {}

  /// The classes that speak of a value: data exceptions, violated constraints, and values that are
  /// larger than PostgreSQL can bear, in an index for example.
  private static final Set<String> VALUE = Set.of("22", "23", "54");

  static RuntimeException of(SQLException e) {
    if (isUnavailable(e)) {
      return new Unavailable("PostgreSQL", e);
    }
    return VALUE.contains(e.getSQLState().substring(0, 2))
        ? new Unstorable("PostgreSQL", e)
        : new IllegalStateException("PostgreSQL refused a statement: " + e.getMessage(), e);
  }

  static boolean isUnavailable(SQLException e) {
    String state = Optional.ofNullable(e.getSQLState()).orElse("");
    return e instanceof SQLTransientConnectionException
        || state.length() < 5
        || SERVER.contains(state.substring(0, 2))
        || PASSING.contains(state);
  }
}
