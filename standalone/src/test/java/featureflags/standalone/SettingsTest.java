package featureflags.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import featureflags.chassis.Env;
import featureflags.chassis.InvalidSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The settings of standalone, in the code and on their page.
final class SettingsTest {
  private static final Path PAGE = Path.of("../docs/settings.md");
  private static final Pattern ROW = Pattern.compile("\\| `(\\w+)` \\| (?:`([^`]*)`)? *\\|.*");

  @Test
  void thePageListsEverySettingWithItsDefaultAndNothingElse() throws IOException {
    var env = Env.of(Map.of());
    var _ = Settings.from(env);

    assertThat(rows("standalone"))
        .containsExactlyElementsOf(
            env.described().stream()
                .map(setting -> setting.name() + "=" + setting.fallback())
                .toList());
  }

  @Test
  void everyProblemIsToldAtOnce() {
    var env = Env.of(Map.of("FLAG_API_PORT", "http", "EVAL_SERVICE_PORT", "70000"));

    var invalid = catchThrowableOfType(InvalidSettings.class, () -> Settings.from(env));

    assertThat(invalid.problems())
        .satisfiesExactly(
            problem -> assertThat(problem).startsWith("FLAG_API_PORT is 'http': must be"),
            problem -> assertThat(problem).startsWith("EVAL_SERVICE_PORT is '70000': must be"));
  }

  @Test
  void helpNamesEverySettingOnThePage() throws IOException {
    String help = Banner.help("");

    assertThat(rows("standalone"))
        .isNotEmpty()
        .allSatisfy(row ->
            assertThat(help).contains("  %s (default %s)".formatted((Object[]) row.split("=", 2))));
  }

  private static List<String> rows(String service) throws IOException {
    return Files.readString(PAGE)
        .lines()
        .dropWhile(line -> !line.equals("## " + service))
        .skip(1)
        .takeWhile(line -> !line.startsWith("## "))
        .map(ROW::matcher)
        .filter(row -> row.matches())
        .map(row -> row.group(1) + "=" + (row.group(2) == null ? "" : row.group(2)))
        .toList();
  }
}
