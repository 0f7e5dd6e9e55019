package featureflags.standalone;

import featureflags.chassis.Env;
import java.nio.file.Path;

/// What the standalone engine reads from the environment.
///
/// @param flagApiPort where flag-api listens
/// @param evalServicePort where eval-service listens
/// @param host the address on which both listen
/// @param data where everything is kept
record Settings(int flagApiPort, int evalServicePort, String host, Path data) {
  static Settings from(Env env) {
    return env.orFail(
        new Settings(
            env.port("FLAG_API_PORT", 3000, "The port of flag-api; 0 for any free one."),
            env.port("EVAL_SERVICE_PORT", 3001, "The port of eval-service; 0 for any free one."),
            env.text("HTTP_HOST", "127.0.0.1", "The address on which both listen."),
            env.path("DATA_DIR", Path.of("data"), "Where everything is kept.")));
  }
}
