package featureflags.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import featureflags.chassis.Env;
import featureflags.chassis.InvalidSettings;
import featureflags.contract.SettingsPage;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The settings of standalone, in the code and on their page.
final class SettingsTest {
  @Test
  void thePageListsEverySettingWithItsDefaultAndNothingElse() throws IOException {
    var env = Env.of(Map.of());
    var _ = Settings.from(env);

    assertThat(SettingsPage.of("standalone")).isEqualTo(SettingsPage.of(env));
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

    assertThat(SettingsPage.of("standalone"))
        .isNotEmpty()
        .allSatisfy(row ->
            assertThat(help).contains("  %s (default %s)".formatted((Object[]) row.split("=", 2))));
  }
}
