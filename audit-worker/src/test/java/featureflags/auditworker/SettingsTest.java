package featureflags.auditworker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import featureflags.chassis.Env;
import featureflags.chassis.InvalidSettings;
import featureflags.contract.SettingsPage;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The settings of audit-worker, in the code and on their page.
final class SettingsTest {
  @Test
  void thePageListsEverySettingWithItsDefaultAndNothingElse() throws IOException {
    var env = Env.of(Map.of());
    var _ = Settings.from(env);

    assertThat(SettingsPage.of("audit-worker")).isEqualTo(SettingsPage.of(env));
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
                "AUDIT_BATCH", "1001"));

    var invalid = catchThrowableOfType(InvalidSettings.class, () -> Settings.from(env));

    assertThat(invalid.problems())
        .satisfiesExactly(
            problem -> assertThat(problem).startsWith("PORT is 'http': must be"),
            problem -> assertThat(problem).startsWith("HTTP_IDLE_TIMEOUT is 'soon': must be"),
            problem -> assertThat(problem).startsWith("POSTGRES_PORT is '70000': must be"),
            problem -> assertThat(problem).startsWith("REDIS_PORT is '-1': must be"),
            problem -> assertThat(problem).startsWith("AUDIT_BATCH is '1001': must be"));
  }

  @Test
  void aPasswordNeverPrints() {
    var env = Env.of(Map.of("POSTGRES_PASSWORD", "open sesame", "REDIS_PASSWORD", "hush hush"));

    Settings settings = Settings.from(env);

    assertThat(settings.postgres().password().reveal()).isEqualTo("open sesame");
    assertThat(settings.stream().password().reveal()).isEqualTo("hush hush");
    assertThat(settings.toString()).contains("***").doesNotContain("open sesame", "hush");
  }

  @Test
  void aWorkerIsNamedForItsHostUnlessItHasANameOfItsOwn() {
    assertThat(Settings.from(Env.of(Map.of("HOSTNAME", "worker-7f"))).worker())
        .isEqualTo("worker-7f");
    assertThat(Settings.from(Env.of(Map.of("HOSTNAME", "pod", "WORKER_NAME", "first"))).worker())
        .isEqualTo("first");
    assertThat(Settings.from(Env.of(Map.of())).worker()).isEqualTo("audit-worker");
  }
}
