package featureflags.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Another JVM that runs a main class of these tests, and ends when its input does.
final class ChildJvm implements AutoCloseable {

  private final Process process;
  private final BufferedReader output;

  ChildJvm(Class<?> main, List<String> arguments) {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var options = List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"));
    var words =
        Stream.of(List.of(java), options, List.of(main.getName()), arguments)
            .flatMap(List::stream)
            .toList();
    try {
      process = new ProcessBuilder(words).redirectError(Redirect.INHERIT).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
  }

  long pid() {
    return process.pid();
  }

  /// The next line it prints.
  String line() {
    try {
      var line = output.readLine();
      if (line == null) {
        throw new AssertionError("the child JVM ended early");
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Kills it as `kill -9` does.
  void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /// Lets it come to its end by itself.
  void finish() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    awaitEnd();
  }

  @Override
  public void close() {
    kill();
  }

  private void awaitEnd() {
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
