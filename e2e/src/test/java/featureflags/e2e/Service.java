package featureflags.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// One of our programs as a process of its own, started from what the build packaged.
public final class Service implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final List<String> FRUGAL =
      List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private final List<String> command;
  private final Map<String, String> environment;
  private final String started;
  private final Path output;
  private Process process;

  private Service(
      List<String> command, Map<String, String> environment, String started, Path output) {
    this.command = command;
    this.environment = environment;
    this.started = started;
    this.output = output;
    this.process = launch();
    awaitStarted();
  }

  /// Starts a program and waits until it says that it has started.
  ///
  /// @param module the module whose `target/dist/lib` holds it
  /// @param main its main class
  /// @param started the text by which it says so
  /// @param folder where its output goes
  public static Service start(
      String module,
      String main,
      Map<String, String> environment,
      String started,
      Path folder,
      String... arguments) {
    return start(FRUGAL, module, main, environment, started, folder, arguments);
  }

  /// Starts a program in a JVM with these flags.
  public static Service start(
      List<String> flags,
      String module,
      String main,
      Map<String, String> environment,
      String started,
      Path folder,
      String... arguments) {
    return new Service(
        command(flags, module, main, arguments),
        environment,
        started,
        folder.resolve(module + ".log"));
  }

  public static List<String> command(String module, String main, String... arguments) {
    return command(FRUGAL, module, main, arguments);
  }

  /// Starts a program by another that becomes it, such as one that puts it into a namespace.
  ///
  /// @param wrapper the words before the program's
  public static Service startWrapped(
      List<String> wrapper,
      String module,
      String main,
      Map<String, String> environment,
      String started,
      Path folder) {
    var command = new ArrayList<>(wrapper);
    command.addAll(command(FRUGAL, module, main));
    return new Service(List.copyOf(command), environment, started, folder.resolve(module + ".log"));
  }

  private static List<String> command(
      List<String> flags, String module, String main, String... arguments) {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path lib = Path.of("..", module, "target", "dist", "lib").toAbsolutePath().normalize();
    var command = new ArrayList<String>();
    command.add(java.toString());
    command.addAll(flags);
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.addAll(List.of("-cp", lib + "/*", main));
    command.addAll(List.of(arguments));
    return List.copyOf(command);
  }

  /// All that it has printed.
  public String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public ProcessHandle handle() {
    return process.toHandle();
  }

  /// Ends it as a power switch would.
  public void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /// Asks it to end, as Kubernetes does.
  ///
  /// @return its exit status
  public int terminate() {
    process.destroy();
    return awaitEnd();
  }

  /// Starts it again, just as it was.
  public void restart() {
    process = launch();
    awaitStarted();
  }

  private Process launch() {
    try {
      var builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.redirectOutput(output.toFile());
      builder.environment().putAll(environment);
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitStarted() {
    Wait.until(
        "'%s' in the output of %s".formatted(started, command.getLast()),
        PATIENCE,
        () -> {
          if (!process.isAlive()) {
            throw new AssertionError("it ended instead of starting:\n" + output());
          }
          return output().contains(started);
        });
  }

  private int awaitEnd() {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("it does not end:\n" + output());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Ends it and whatever it has started.
  @Override
  public void close() {
    if (process.isAlive()) {
      List<ProcessHandle> children = process.descendants().toList();
      kill();
      children.forEach(ProcessHandle::destroyForcibly);
    }
  }
}
