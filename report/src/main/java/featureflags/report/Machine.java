package featureflags.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// What is measured on, in a line.
public final class Machine {
  private Machine() {}

  /// Cores, processor, system, JVM and commit.
  public static String description(String commit) {
    return "%d cores of %s, %s; %s %s; commit %s."
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            processor(),
            System.getProperty("os.name"),
            System.getProperty("java.vm.name"),
            Runtime.version(),
            commit);
  }

  private static String processor() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 2))
          .findFirst()
          .orElseGet(Machine::architecture);
    } catch (IOException e) { // not Linux
      return architecture();
    }
  }

  private static String architecture() {
    return String.valueOf(System.getProperty("os.arch"));
  }
}
