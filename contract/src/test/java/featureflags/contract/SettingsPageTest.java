package featureflags.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class SettingsPageTest {
  @Test
  void aServiceHasTheSettingsBelowItsOwnHeading() throws IOException {
    assertThat(SettingsPage.of("eval-service"))
        .contains("PORT=3001", "AUDIT_ATTRIBUTES=")
        .doesNotContain("PORT=3000");
    assertThat(SettingsPage.of("no-service")).isEmpty();
  }
}
