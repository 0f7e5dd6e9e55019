package featureflags.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class DeadLettersIT {
  @Test
  void anEntryIsKeptAsItCameAndOnce() {
    try (var home = Home.fresh()) {
      var letters = new DeadLetters(home.postgres());

      letters.keep("1-0", new byte[] {0, (byte) 0xff, 'x'}, "not JSON");
      letters.keep("1-0", "again".getBytes(UTF_8), "again");
      letters.keep("1-1", new byte[0], "'a\u0000b\uD800' is not a key");

      assertThat(letters.count()).isEqualTo(2);
      assertThat(home.column("SELECT encode(entry, 'hex') FROM dead_letter ORDER BY id"))
          .containsExactly("00ff78", "");
      assertThat(home.column("SELECT error FROM dead_letter ORDER BY id"))
          .containsExactly("not JSON", "'a\uFFFDb\uFFFD' is not a key");
    }
  }
}
