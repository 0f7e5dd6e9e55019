package featureflags.flagapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import featureflags.chassis.Env;
import featureflags.chassis.InvalidSettings;
import featureflags.contract.SettingsPage;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The settings of flag-api, in the code and on their page.
final class SettingsTest {
  @Test
  void thePageListsEverySettingWithItsDefaultAndNothingElse() throws IOException {
    var env = Env.of(Map.of());
    var _ = Settings.from(env);

    assertThat(SettingsPage.of("flag-api")).isEqualTo(SettingsPage.of(env));
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
  void aPasswordNeverPrints() {
    var env = Env.of(Map.of("POSTGRES_PASSWORD", "open sesame", "REDIS_PASSWORD", "hush hush"));

    Settings settings = Settings.from(env);

    assertThat(settings.postgres().password().reveal()).isEqualTo("open sesame");
    assertThat(settings.stream().password().reveal()).isEqualTo("hush hush");
    assertThat(settings.toString()).contains("***").doesNotContain("open sesame", "hush");
  }
}
