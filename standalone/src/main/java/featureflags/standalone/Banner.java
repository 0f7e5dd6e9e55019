package featureflags.standalone;

import featureflags.chassis.Env;
import featureflags.chassis.Setting;
import java.util.Map;

/// What the engine tells the person at the terminal.
final class Banner {
  private Banner() {}

  /// What takes a few seconds the first time.
  static String starting(Settings settings) {
    return "Starting PostgreSQL, Redis and the three services over the data in %s ..."
        .formatted(settings.data().toAbsolutePath());
  }

  /// Where everything is, and three commands to try.
  static String started(Engine engine, Settings settings) {
    String api = "http://localhost:" + engine.flagApiPort();
    String eval = "http://localhost:" + engine.evalServicePort();
    return """

    The Feature Flag Engine is running.

      flag-api      %s
      eval-service  %s
      audit-worker  http://localhost:%d/ready
      PostgreSQL    postgresql://%s@%s:%d/%s
      Redis         redis://localhost:%d
      data          %s

    Try it:

      curl -X POST %s/flags -d '{"key":"checkout-v2","enabled":true,"rolloutPercentage":50}'
      curl -X POST %s/evaluate -d '{"flagKey":"checkout-v2","context":{"userId":"user-001"}}'
      curl '%s/flags/checkout-v2/audit?type=evaluation'

    Ctrl-C stops everything.
    """
        .formatted(
            api,
            eval,
            engine.workerPort(),
            engine.postgres().user(),
            engine.postgres().host(),
            engine.postgres().port(),
            engine.postgres().name(),
            engine.redisPort(),
            settings.data().toAbsolutePath(),
            api,
            eval,
            api);
  }

  /// The text with every setting below it.
  static String help(String text) {
    var env = Env.of(Map.of());
    var _ = Settings.from(env);
    var help = new StringBuilder(text);
    for (Setting setting : env.described()) {
      help.append(
          "%n  %s (default %s)%n      %s%n"
              .formatted(setting.name(), setting.fallback(), setting.doc()));
    }
    return help.toString();
  }
}
