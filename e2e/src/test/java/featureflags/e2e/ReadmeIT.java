package featureflags.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The README's walk, command by command, on the engine that `./run` starts.
class ReadmeIT {
  private static final Pattern BLOCK = Pattern.compile("```console\\n(.*?)```", Pattern.DOTALL);
  private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z");
  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final Pattern CURSOR = Pattern.compile("\"nextCursor\":\"[^\"]*\"");

  /// A command of the README and what it says the command prints.
  private record Step(String command, String printed) {}

  @Test
  void everyCommandPrintsWhatItSays(@TempDir Path folder) throws IOException {
    var environment =
        Map.of(
            "FLAG_API_PORT",
            "0",
            "EVAL_SERVICE_PORT",
            "0",
            "DATA_DIR",
            folder.resolve("data").toString());
    try (var engine = Standalone.start(environment, folder)) {
      List<Step> steps = steps(Files.readString(Path.of("../README.md")));

      for (Step step : steps) {
        follow(step, engine);
      }

      assertThat(steps).hasSizeGreaterThan(10);
      assertThat(engine.service().terminate()).isZero();
    }
  }

  /// What one service has done reaches another within a moment; an answer to a change comes at
  /// once.
  private static void follow(Step step, Standalone engine) {
    var actual = new AtomicReference<>("");
    String command =
        step.command()
            .replace("localhost:3000", "localhost:" + engine.flagApiPort())
            .replace("localhost:3001", "localhost:" + engine.evalServicePort());
    try {
      Wait.until(
          step.command(),
          Duration.ofSeconds(5),
          () -> {
            actual.set(run(command));
            return plain(actual.get()).equals(plain(step.printed())) || changes(step.command());
          });
    } catch (AssertionError _) {
      // compared below, where the difference is shown
    }
    assertThat(plain(actual.get())).as(step.command()).isEqualTo(plain(step.printed()));
  }

  private static boolean changes(String command) {
    return command.contains("-X PUT")
        || command.contains("-X PATCH")
        || command.contains("-X DELETE")
        || command.contains("/segments -d")
        || command.contains("/flags -d");
  }

  private static String run(String command) {
    try {
      return Curl.run(command);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Step> steps(String readme) {
    var steps = new ArrayList<Step>();
    var blocks = BLOCK.matcher(readme);
    while (blocks.find()) {
      for (String part : blocks.group(1).split("(?m)^\\$ ", -1)) {
        if (!part.isBlank()) {
          int end = part.indexOf('\n');
          steps.add(new Step(part.substring(0, end), part.substring(end + 1).strip()));
        }
      }
    }
    return steps;
  }

  /// The text without what differs from one run to another.
  private static String plain(String text) {
    String timeless = TIME.matcher(text).replaceAll("TIME");
    String nameless = ID.matcher(timeless).replaceAll("ID");
    return CURSOR.matcher(nameless).replaceAll("\"nextCursor\":\"CURSOR\"");
  }
}
