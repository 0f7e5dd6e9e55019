package featureflags.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A server as a process of its own, listening on a port that it has chosen.
final class Server implements AutoCloseable {
  private static final Pattern STARTED = Pattern.compile("event=started\\b.*\\bport=(\\d+)");
  private static final Duration LONGEST_START = Duration.ofSeconds(60);
  private static final Duration LONGEST_END = Duration.ofSeconds(20);

  private static final double KIBI = 1024;

  private final String name;
  private final Process process;
  private final Path output;
  private final int port;

  private Server(String name, Process process, Path output) {
    this.name = name;
    this.process = process;
    this.output = output;
    this.port = awaitPort();
  }

  /// Starts a server, and returns when it listens.
  ///
  /// @param command the words that start the program
  /// @param folder where its output goes
  /// @throws IllegalStateException with what it has printed, when it does not start
  static Server start(List<String> command, Program program, Path folder) {
    Path output = folder.resolve(program.name() + ".log");
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(output.toFile()).directory(folder.toFile());
    builder.environment().putAll(program.environment());
    try {
      return new Server(program.name(), builder.start(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String name() {
    return name;
  }

  int port() {
    return port;
  }

  long pid() {
    return process.pid();
  }

  /// The time that processors have spent on it, where the system tells.
  Optional<Duration> cpu() {
    return process.info().totalCpuDuration();
  }

  /// What of its memory is resident, NaN where the system does not tell.
  double residentMegabytes() {
    try {
      var ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid())).start();
      String kibibytes =
          new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return kibibytes.isEmpty() ? Double.NaN : Double.parseDouble(kibibytes) / KIBI;
    } catch (IOException _) { // there is no ps
      return Double.NaN;
    }
  }

  private int awaitPort() {
    try {
      long end = System.nanoTime() + LONGEST_START.toNanos();
      while (System.nanoTime() < end && process.isAlive()) {
        Optional<Integer> found = announced();
        if (found.isPresent()) {
          return found.get();
        }
        Thread.sleep(1);
      }
      throw new IllegalStateException("%s does not start:%n%s".formatted(name, printed()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      if (!announced().isPresent()) {
        process.destroyForcibly();
      }
    }
  }

  private Optional<Integer> announced() {
    Matcher matcher = STARTED.matcher(printed());
    return matcher.find() ? Optional.of(Integer.valueOf(matcher.group(1))) : Optional.empty();
  }

  private String printed() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Asks it to end, and makes it when it does not.
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(LONGEST_END.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
