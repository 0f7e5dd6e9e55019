package featureflags.flagapi;

import featureflags.chassis.Log;
import featureflags.chassis.Program;
import featureflags.postgres.Migrations;

/// Starts flag-api as a process of its own.
public final class Main {
  private static final Log LOG = Log.of(Main.class);

  private Main() {}

  /// Serves, or migrates the schema and ends.
  public static void main(String[] args) throws InterruptedException {
    Program.of(
            FlagApi.NAME,
            "The control plane of the Feature Flag Engine.",
            Settings::from,
            FlagApi::start)
        .with("migrate", "brings the schema up to date and ends", Main::migrate)
        .main(args);
  }

  private static void migrate(Settings settings) {
    int migrations = Migrations.run(FlagApi.address(settings.postgres()));
    LOG.info("schema-current", "migrations", migrations);
  }
}
