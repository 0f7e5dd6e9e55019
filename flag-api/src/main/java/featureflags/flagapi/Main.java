package featureflags.flagapi;

import featureflags.catalog.TrailVerdict;
import featureflags.chassis.CommandFailed;
import featureflags.chassis.Log;
import featureflags.chassis.Program;
import featureflags.postgres.ChangeTrail;
import featureflags.postgres.Migrations;
import featureflags.postgres.Postgres;

/// Starts flag-api as a process of its own.
public final class Main {
  private static final Log LOG = Log.of(Main.class);

  private Main() {}

  /// Serves, or does what one of its commands says and ends.
  public static void main(String[] args) throws InterruptedException {
    Program.of(
            FlagApi.NAME,
            "The control plane of the Feature Flag Engine.",
            Settings::from,
            FlagApi::start)
        .with("migrate", "brings the schema up to date and ends", Main::migrate)
        .with("verify", "verifies the change trail of every project and ends", Main::verify)
        .main(args);
  }

  private static void migrate(Settings settings) {
    int migrations = Migrations.run(FlagApi.address(settings.postgres()));
    LOG.info("schema-current", "migrations", migrations);
  }

  private static void verify(Settings settings) {
    int broken = 0;
    try (var postgres = Postgres.open(FlagApi.address(settings.postgres()), FlagApi.NAME, 1)) {
      var trail = new ChangeTrail(postgres);
      for (String project : trail.projects()) {
        broken += trail.verify(project).map(verdict -> told(project, verdict)).orElse(0);
      }
    }
    if (broken > 0) {
      throw new CommandFailed("the change trail of %d projects is broken".formatted(broken));
    }
  }

  /// @return how many trails are broken
  private static int told(String project, TrailVerdict verdict) {
    return switch (verdict) {
      case TrailVerdict.Intact(long entries, String hash) -> {
        LOG.info("trail-intact", "project", project, "entries", entries, "hash", hash);
        yield 0;
      }
      case TrailVerdict.Broken(long position, String why) -> {
        LOG.warning("trail-broken", "project", project, "entry", position, "why", why);
        yield 1;
      }
    };
  }
}
