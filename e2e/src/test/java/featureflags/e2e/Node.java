package featureflags.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Node with npm, for the clients that are written in JavaScript.
record Node(Path node, Path npm) {
  /// The oldest that OpenFeature's client for Node takes.
  static final int OLDEST = 20;

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Pattern VERSION = Pattern.compile("v(\\d+)\\..*", Pattern.DOTALL);
  private static final Pattern PASSED = Pattern.compile("(?m)^# pass (\\d+)$");

  /// The one on a path of folders, if it is new enough.
  ///
  /// @param path as in the variable `PATH`
  static Optional<Node> on(String path) {
    return found(path, "node")
        .filter(Node::isNewEnough)
        .flatMap(node -> found(path, "npm").map(npm -> new Node(node, npm)));
  }

  /// Makes a folder of scripts runnable: copies it, and installs there just what its lock file
  /// says.
  void install(Path scripts, Path target) throws IOException {
    Files.createDirectories(target);
    try (Stream<Path> files = Files.list(scripts)) {
      for (Path file : files.toList()) {
        Files.write(target.resolve(file.getFileName()), Files.readAllBytes(file));
      }
    }
    var installed =
        Program.run(target, PATIENCE, Map.of(), List.of(npm.toString(), "ci", "--prefer-offline"));
    assertThat(installed.status()).as(installed.output()).isZero();
  }

  /// Runs the tests of a script.
  ///
  /// @return how many passed
  int passed(Path folder, String script, Map<String, String> environment) {
    var command = List.of(node.toString(), "--test", "--test-reporter=tap", script);
    var tests = Program.run(folder, PATIENCE, environment, command);
    assertThat(tests.status()).as(tests.output()).isZero();
    return PASSED
        .matcher(tests.output())
        .results()
        .mapToInt(found -> Integer.parseInt(found.group(1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError(tests.output()));
  }

  private static Optional<Path> found(String path, String program) {
    return Stream.of(path.split(File.pathSeparator))
        .map(folder -> Path.of(folder, program).toAbsolutePath())
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static boolean isNewEnough(Path node) {
    var version =
        Program.run(
            Path.of("target").toAbsolutePath(),
            PATIENCE,
            Map.of(),
            List.of(node.toString(), "--version"));
    var matcher = VERSION.matcher(version.output());
    return matcher.matches() && Integer.parseInt(matcher.group(1)) >= OLDEST;
  }
}
