package featureflags.flagapi;

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
import org.junit.jupiter.api.io.TempDir;

/// The settings of flag-api, in the code and on their page.
final class SettingsTest {
  private static final Path PAGE = Path.of("../docs/settings.md");
  private static final Pattern ROW = Pattern.compile("\\| `(\\w+)` \\| (?:`([^`]*)`)? *\\|.*");

  @Test
  void thePageListsEverySettingWithItsDefaultAndNothingElse() throws IOException {
    var env = Env.of(Map.of());
    var _ = Settings.from(env);

    assertThat(rows("flag-api"))
        .containsExactlyElementsOf(
            env.described().stream()
                .map(setting -> setting.name() + "=" + setting.fallback())
                .toList());
  }

  @Test
  void everyProblemIsToldAtOnce() {
    var env =
        Env.of(
            Map.of(
                "PORT", "http",
                "HTTP_IDLE_TIMEOUT", "soon",
                "POSTGRES_PORT", "70000",
                "REDIS_PORT", "-1",
                "POSTGRES_POOL", "0",
                "SPOOL_MB", "many"));

    var invalid = catchThrowableOfType(InvalidSettings.class, () -> Settings.from(env));

    assertThat(invalid.problems())
        .satisfiesExactly(
            problem -> assertThat(problem).startsWith("PORT is 'http': must be"),
            problem -> assertThat(problem).startsWith("HTTP_IDLE_TIMEOUT is 'soon': must be"),
            problem -> assertThat(problem).startsWith("POSTGRES_PORT is '70000': must be"),
            problem -> assertThat(problem).startsWith("POSTGRES_POOL is '0': must be"),
            problem -> assertThat(problem).startsWith("REDIS_PORT is '-1': must be"),
            problem -> assertThat(problem).startsWith("SPOOL_MB is 'many': must be"));
  }

  @Test
  void aPasswordCanComeFromAFileAndNeverPrints(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("password"), "open sesame\n");
    var env =
        Env.of(Map.of("POSTGRES_PASSWORD_FILE", file.toString(), "REDIS_PASSWORD", "hush hush"));

    Settings settings = Settings.from(env);

    assertThat(settings.postgres().password().reveal()).isEqualTo("open sesame");
    assertThat(settings.stream().password().reveal()).isEqualTo("hush hush");
    assertThat(settings.toString()).contains("***").doesNotContain("open sesame", "hush");
    assertThat(env.described().toString()).doesNotContain("open sesame", "hush");
  }

  @Test
  void aPasswordThatIsThereTwiceIsAProblemThatDoesNotTellIt(@TempDir Path folder)
      throws IOException {
    Path file = Files.writeString(folder.resolve("password"), "open sesame");
    var env =
        Env.of(Map.of("POSTGRES_PASSWORD_FILE", file.toString(), "POSTGRES_PASSWORD", "hush hush"));

    var invalid = catchThrowableOfType(InvalidSettings.class, () -> Settings.from(env));

    assertThat(invalid).hasMessageContaining("POSTGRES_PASSWORD_FILE");
    assertThat(invalid.toString()).doesNotContain("open sesame", "hush");
  }

  @Test
  void theStreamIsOnTheRedisOfTheCacheUnlessItHasItsOwn() {
    var same = Settings.from(Env.of(Map.of("REDIS_HOST", "cache", "REDIS_PORT", "7000")));
    var own = Settings.from(Env.of(Map.of("REDIS_HOST", "cache", "REDIS_STREAM_HOST", "stream")));

    assertThat(same.stream()).isEqualTo(same.cache());
    assertThat(own.stream().host()).isEqualTo("stream");
    assertThat(own.cache().host()).isEqualTo("cache");
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
