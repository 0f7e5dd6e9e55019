package featureflags.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A server process in a session of its own, which no signal from the terminal reaches.
///
/// It is not a child that the JVM can wait for: it is known by its process id, found in the pid
/// file that it wrote.
record Daemon(ProcessHandle process) {

  /// Process start times are rounded to seconds, and the boot time they count from may shift.
  private static final Duration CLOCK_SLACK = Duration.ofSeconds(2);

  private static final Path PROC = Path.of("/proc");

  /// One attempt at ending a process: a signal, and how long to wait for its effect.
  record Attempt(String signal, Duration patience) {}

  /// The live process that wrote the pid file, if it still is that process.
  ///
  /// Process ids are used again, and a copied data directory brings a foreign pid file along. So
  /// the process must run one of the programs, must not be younger than the pid file and must
  /// (where the system tells) work in that directory.
  static Optional<Daemon> behind(Path pidFile, Path directory, Set<String> programs) {
    try {
      var written = Files.getLastModifiedTime(pidFile).toInstant();
      return Files.readAllLines(pidFile).stream()
          .limit(1)
          .flatMap(line -> number(line).stream())
          .flatMap(pid -> ProcessHandle.of(pid).stream())
          .filter(process -> runs(process, programs))
          .filter(process -> !startedAfter(process, written.plus(CLOCK_SLACK)))
          .filter(process -> worksIn(process, directory))
          .map(Daemon::new)
          .filter(Daemon::isRunning)
          .findFirst();
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /// Whether it runs. A process that ended and that nobody has collected yet does not: where the
  /// JVM is process 1 of a container nobody ever will.
  boolean isRunning() {
    return process.isAlive() && !isZombie();
  }

  /// Stops it and all that it started where they are, until [#resume()].
  void pause() {
    signal("STOP", family());
  }

  /// Lets all go on that was paused.
  void resume() {
    signal("CONT", family());
  }

  /// Ends it by the attempts in order, then by force together with all that it started.
  void end(List<Attempt> attempts) {
    resume();
    for (var attempt : attempts) {
      if (!isRunning()) {
        return;
      }
      signal(attempt.signal(), List.of(this));
      Patience.until(attempt.patience(), () -> !isRunning());
    }
    kill();
  }

  /// Ends it and all that it started at once, as a crash would, and waits until they are gone.
  void kill() {
    var family = family();
    family.forEach(each -> each.process.destroyForcibly());
    Patience.until(Duration.ofSeconds(10), () -> family.stream().noneMatch(Daemon::isRunning));
  }

  private List<Daemon> family() {
    return Stream.concat(Stream.of(process), process.descendants())
        .map(Daemon::new)
        .filter(Daemon::isRunning)
        .toList();
  }

  /// The program that sends the signal is itself within reach of Ctrl-C, so it may take a second
  /// attempt.
  private static void signal(String name, List<Daemon> daemons) {
    if (daemons.isEmpty()) {
      return;
    }
    var pids =
        daemons.stream()
            .map(daemon -> Long.toString(daemon.process.pid()))
            .collect(Collectors.joining(" "));
    var words = List.of("/bin/sh", "-c", "kill -s %s %s".formatted(name, pids));
    try {
      var sent = Command.run(Path.of("/"), words);
      if (!sent.succeeded() && daemons.stream().anyMatch(Daemon::isRunning)) {
        Command.run(Path.of("/"), words);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot send a signal", e);
    }
  }

  private static Optional<Long> number(String line) {
    try {
      return Optional.of(Long.valueOf(line.strip()));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  private static boolean runs(ProcessHandle process, Set<String> programs) {
    return process
        .info()
        .command()
        .map(command -> Path.of(command).getFileName().toString())
        .filter(name -> programs.stream().anyMatch(name::startsWith))
        .isPresent();
  }

  private static boolean startedAfter(ProcessHandle process, Instant time) {
    return process.info().startInstant().filter(start -> start.isAfter(time)).isPresent();
  }

  private static boolean worksIn(ProcessHandle process, Path directory) {
    var cwd = PROC.resolve(Long.toString(process.pid())).resolve("cwd");
    try {
      return !Files.isDirectory(PROC.resolve("self")) || Files.isSameFile(cwd, directory);
    } catch (IOException _) {
      return false;
    }
  }

  private boolean isZombie() {
    try {
      var stat = Files.readString(PROC.resolve(Long.toString(process.pid())).resolve("stat"));
      return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
    } catch (IOException _) {
      return false;
    }
  }
}
