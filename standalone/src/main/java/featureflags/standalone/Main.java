package featureflags.standalone;

import featureflags.chassis.CannotListen;
import featureflags.chassis.Env;
import featureflags.chassis.InvalidSettings;
import featureflags.chassis.Lifecycle;
import featureflags.chassis.Log;
import featureflags.embedded.CannotStart;
import featureflags.embedded.Folders;
import featureflags.embedded.PostgresServer;
import featureflags.embedded.RedisServer;
import java.nio.file.Path;
import java.util.List;

/// Starts the whole engine on this machine.
public final class Main {
  private static final Log LOG = Log.of(Main.class);
  private static final int CANNOT_START = 1;
  private static final int MISUSED = 2;

  private static final String HINT =
      "\n(FLAG_API_PORT, EVAL_SERVICE_PORT and DATA_DIR move the ports and the data)";

  private static final String HELP =
      """
      usage: ./run [--fresh | --help]

      Starts the whole engine in one process, with a PostgreSQL and a Redis of its own. Ctrl-C stops
      everything. The data survives a restart.

        --fresh   deletes the data first

      Settings, from the environment:
      """;

  private Main() {}

  /// Runs until it is told to stop.
  public static void main(String[] args) throws InterruptedException {
    Log.configure();
    List<String> arguments = List.of(args);
    if (arguments.contains("--help") || arguments.contains("-h")) {
      System.out.print(Banner.help(HELP));
    } else if (arguments.isEmpty() || arguments.equals(List.of("--fresh"))) {
      run(!arguments.isEmpty());
    } else {
      exit(
          MISUSED,
          "./run: cannot make sense of '%s'; try --help".formatted(String.join(" ", args)));
    }
  }

  private static void run(boolean fresh) throws InterruptedException {
    Settings settings = settings();
    var lifecycle = Lifecycle.ofProcess();
    try {
      if (fresh) {
        discard(settings.data());
      }
      System.out.println(Banner.starting(settings));
      Engine engine = Engine.start(settings, lifecycle);
      System.out.println(Banner.started(engine, settings));
      lifecycle.awaitClosed();
    } catch (CannotStart | CannotListen e) {
      System.err.println("the engine cannot start: " + e.getMessage() + HINT);
      lifecycle.fail(CANNOT_START);
    } catch (RuntimeException e) {
      LOG.error("failed", e);
      lifecycle.fail(CANNOT_START);
    }
  }

  private static Settings settings() {
    try {
      return Settings.from(Env.system());
    } catch (InvalidSettings e) {
      exit(MISUSED, "the engine cannot start:\n  " + String.join("\n  ", e.problems()));
      throw e;
    }
  }

  private static void discard(Path data) {
    PostgresServer.discard(data.resolve("postgres"));
    RedisServer.discard(data.resolve("redis"));
    Folders.delete(data.resolve("flag-api"));
    Folders.delete(data.resolve("eval-service"));
  }

  private static void exit(int status, String text) {
    System.err.println(text);
    System.exit(status);
  }
}
