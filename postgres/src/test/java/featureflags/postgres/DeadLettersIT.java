package featureflags.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import featureflags.catalog.DeadLetter;
import featureflags.catalog.Page;
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

  @Test
  void pagesAreNewestFirstAndAnEntryIsReadAsItCame() {
    try (var home = Home.fresh()) {
      var letters = new DeadLetters(home.postgres());
      for (int i = 1; i <= 5; i++) {
        letters.keep(i + "-0", new byte[] {0, (byte) i}, "error " + i);
      }

      Page<DeadLetter> first = letters.page(Long.MAX_VALUE, 3);
      Page<DeadLetter> rest = letters.page(first.items().getLast().id(), 3);

      assertThat(first.items())
          .extracting(DeadLetter::streamId)
          .containsExactly("5-0", "4-0", "3-0");
      assertThat(first.more()).isTrue();
      assertThat(rest.items()).extracting(DeadLetter::error).containsExactly("error 2", "error 1");
      assertThat(rest.items()).extracting(DeadLetter::size).containsOnly(2);
      long last = rest.items().getLast().id();
      assertThat(letters.entry(last))
          .hasValueSatisfying(entry -> assertThat(entry).containsExactly(0, 1));
      letters.remove(last);
      assertThat(letters.entry(last)).isEmpty();
      assertThat(letters.count()).isEqualTo(4);
    }
  }
}
