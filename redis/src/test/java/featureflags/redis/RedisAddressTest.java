package featureflags.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisAddressTest {
  @Test
  void thePasswordIsNeverShown() {
    assertThat(new RedisAddress("redis", 6379, "secret")).hasToString("redis:6379");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 65_536})
  void aPortOutOfRangeIsRefused(int port) {
    assertThatThrownBy(() -> new RedisAddress("redis", port, ""))
        .hasMessageContaining(Integer.toString(port));
  }

  @Test
  void anEmptyHostIsRefused() {
    assertThatThrownBy(() -> new RedisAddress(" ", 6379, "")).hasMessageContaining("host");
  }
}
