package featureflags.flagapi;

import featureflags.catalog.Unavailable;
import featureflags.chassis.Log;
import featureflags.postgres.Migrations;
import featureflags.postgres.PostgresAddress;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Brings the schema up to date when the service starts: before it returns when PostgreSQL is
/// there, else as soon as it is.
final class SchemaUpgrade implements AutoCloseable {
  private static final Log LOG = Log.of(SchemaUpgrade.class);
  private static final long RETRY_MILLIS = 1_000;

  private final PostgresAddress address;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile Optional<String> whyNot = Optional.of("waits for PostgreSQL");

  private SchemaUpgrade(PostgresAddress address) {
    this.address = address;
  }

  static SchemaUpgrade start(PostgresAddress address) {
    var upgrade = new SchemaUpgrade(address);
    try {
      upgrade.run();
    } catch (Unavailable e) {
      LOG.warning("schema-waits", "for", e.store(), "at", address, "why", e.why());
      Thread.ofVirtual().name("schema-upgrade").start(upgrade::retry);
    }
    return upgrade;
  }

  private void run() {
    int migrations = Migrations.run(address);
    whyNot = Optional.empty();
    LOG.info("schema-current", "migrations", migrations);
  }

  /// Why the schema is not up to date, if it is not.
  Optional<String> whyNot() {
    return whyNot;
  }

  private void retry() {
    try {
      while (!closing.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
        try {
          run();
          return;
        } catch (Unavailable _) {
          // told once when it began; readiness tells it for as long as it lasts
        } catch (RuntimeException e) {
          whyNot = Optional.of("failed");
          LOG.error("schema-failed", e);
          return;
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing.countDown();
  }
}
