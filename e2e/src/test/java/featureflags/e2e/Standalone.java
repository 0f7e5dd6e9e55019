package featureflags.e2e;

import java.nio.file.Path;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// The engine that `./run` starts.
record Standalone(Service service) implements AutoCloseable {
  private static final String MAIN = "featureflags.standalone.Main";

  static Standalone start(Map<String, String> environment, Path folder, String... arguments) {
    return new Standalone(
        Service.start("standalone", MAIN, environment, "Ctrl-C stops", folder, arguments));
  }

  int flagApiPort() {
    return printed("flag-api +http://localhost:(\\d+)");
  }

  int evalServicePort() {
    return printed("eval-service +http://localhost:(\\d+)");
  }

  int postgresPort() {
    return printed("PostgreSQL +postgresql://[^:]*:(\\d+)/");
  }

  int redisPort() {
    return printed("Redis +redis://localhost:(\\d+)");
  }

  private int printed(String pattern) {
    return Pattern.compile(pattern)
        .matcher(service.output())
        .results()
        .findFirst()
        .map((MatchResult found) -> Integer.parseInt(found.group(1)))
        .orElseThrow(() -> new AssertionError(pattern + " is not in\n" + service.output()));
  }

  @Override
  public void close() {
    service.close();
  }
}
