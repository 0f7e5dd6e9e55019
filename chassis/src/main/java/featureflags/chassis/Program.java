package featureflags.chassis;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.function.Function;

/// A service as a process of its own: its arguments, its settings, its start and its orderly end.
///
/// @param <S> its settings
public final class Program<S> {
  private static final Log LOG = Log.of(Program.class);
  private static final String SERVE = "serve";
  private static final int BAD_SETTINGS = 2;
  private static final int FAILED = 1;

  private final String name;
  private final String purpose;
  private final Function<Env, S> settings;
  private final Start<S> start;
  private final SequencedMap<String, String> docs = new LinkedHashMap<>();
  private final Map<String, Consumer<S>> commands = new LinkedHashMap<>();

  private Program(String name, String purpose, Function<Env, S> settings, Start<S> start) {
    this.name = name;
    this.purpose = purpose;
    this.settings = settings;
    this.start = start;
    docs.put(SERVE, "serves until it is told to stop (what no argument means)");
  }

  /// A program that serves.
  ///
  /// @param purpose what it does, in a sentence
  /// @param settings reads its settings, all problems together
  public static <S> Program<S> of(
      String name, String purpose, Function<Env, S> settings, Start<S> start) {
    return new Program<>(name, purpose, settings, start);
  }

  /// The same program with a command that does one thing and ends; it may throw [CommandFailed].
  public Program<S> with(String command, String doc, Consumer<S> action) {
    docs.put(command, doc);
    commands.put(command, action);
    return this;
  }

  /// Does what the arguments and the environment say. Returns when that is done; ends the process
  /// with status 2 when it cannot make sense of them, and with 1 when it fails.
  public void main(String[] args) throws InterruptedException {
    Log.configure();
    switch (new CommandLine(name, purpose, docs, this::readSettings).choose(List.of(args))) {
      case CommandLine.Choice.Exit(int status, String text) -> exit(status, text);
      case CommandLine.Choice.Run(String command) -> run(command);
    }
  }

  private void readSettings(Env env) {
    var _ = settings.apply(env);
  }

  private void run(String command) throws InterruptedException {
    S read = read();
    var lifecycle = Lifecycle.ofProcess();
    try {
      if (commands.containsKey(command)) {
        commands.get(command).accept(read);
      } else {
        serve(read, lifecycle);
      }
    } catch (CannotListen e) {
      System.err.printf("%s: %s; PORT names another port%n", name, e.getMessage());
      lifecycle.fail(FAILED);
    } catch (CommandFailed e) {
      System.err.printf("%s: %s%n", name, e.getMessage());
      lifecycle.fail(FAILED);
    } catch (RuntimeException e) {
      LOG.error("failed", e, "service", name);
      lifecycle.fail(FAILED);
    }
  }

  private S read() {
    try {
      return settings.apply(Env.system());
    } catch (InvalidSettings e) {
      exit(
          BAD_SETTINGS,
          "%s cannot start:%n  %s%n".formatted(name, String.join("\n  ", e.problems())));
      throw e;
    }
  }

  private void serve(S read, Lifecycle lifecycle) throws InterruptedException {
    int port = start.on(read, lifecycle).port();
    LOG.info("started", "service", name, "port", port);
    lifecycle.awaitClosed();
  }

  private static void exit(int status, String text) {
    (status == 0 ? System.out : System.err).print(text);
    System.exit(status);
  }

  /// Starts the service with its settings; what it opens it gives to the lifecycle.
  @FunctionalInterface
  public interface Start<S> {
    /// The server that answers for it.
    HttpServer on(S settings, Lifecycle lifecycle);
  }
}
