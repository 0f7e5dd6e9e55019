package featureflags.postgres;

import featureflags.catalog.Unavailable;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/// Brings the schema to the version this engine needs. Safe when several start at once: one
/// migrates, the others wait for it.
public final class Migrations {
  /// A server that hangs still accepts connections, so connecting has a deadline as a whole; a
  /// migration of much data may take its time.
  private static final String DEADLINES = "?connectTimeout=2&loginTimeout=5&socketTimeout=600";

  private Migrations() {}

  /// Runs what has not run yet.
  ///
  /// @return how many migrations ran
  /// @throws Unavailable when the database cannot be reached
  public static int run(PostgresAddress address) {
    return upTo(address, "latest");
  }

  /// The same, but no further than to a version.
  static int upTo(PostgresAddress address, String version) {
    try {
      return Flyway.configure(Migrations.class.getClassLoader())
          .dataSource(address.url() + DEADLINES, address.user(), address.password())
          .locations("classpath:db/migration")
          .javaMigrations(new OneTrail())
          .target(version)
          .load()
          .migrate()
          .migrationsExecuted;
    } catch (FlywayException e) {
      throw e.getCause() instanceof SQLException cause && Failures.isUnavailable(cause)
          ? new Unavailable("PostgreSQL", cause)
          : new IllegalStateException("the migrations failed: " + e.getMessage(), e);
    }
  }
}
