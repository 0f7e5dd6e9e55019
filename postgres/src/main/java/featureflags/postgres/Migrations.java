package featureflags.postgres;

import featureflags.catalog.Unavailable;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.internal.exception.FlywaySqlException;

/// Brings the schema to the version this engine needs. Safe when several start at once: one
/// migrates, the others wait for it.
public final class Migrations {
  private Migrations() {}

  /// Runs what has not run yet.
  ///
  /// @return how many migrations ran
  /// @throws Unavailable when the database cannot be reached
  public static int run(PostgresAddress address) {
    try {
      return Flyway.configure(Migrations.class.getClassLoader())
          .dataSource(address.url() + "?connectTimeout=2", address.user(), address.password())
          .locations("classpath:db/migration")
          .load()
          .migrate()
          .migrationsExecuted;
    } catch (FlywaySqlException e) {
      throw new Unavailable("PostgreSQL", e);
    } catch (FlywayException e) {
      throw new IllegalStateException("the migrations failed: " + e.getMessage(), e);
    }
  }
}
