package featureflags.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

final class PortsTest {

  @Test
  void anyPortLiesBelowThoseOfOutgoingConnections() {
    int any = Ports.listening("Redis", 0, port -> port);

    assertThat(any).isBetween(15_000, 32_000);
  }

  @Test
  void aPortLostAtTheLastMomentIsReplaced() {
    var tried = new ArrayList<Integer>();

    int port =
        Ports.listening(
            "Redis",
            0,
            candidate -> {
              tried.add(candidate);
              if (tried.size() == 1) {
                throw new PortTaken("Redis", candidate);
              }
              return candidate;
            });

    assertThat(tried).hasSize(2).last().isEqualTo(port);
  }

  @Test
  void aGivenPortIsNeverReplaced() {
    int free = Ports.listening("Redis", 0, port -> port);

    assertThatThrownBy(() ->
            Ports.listening(
                "Redis",
                free,
                port -> {
                  throw new PortTaken("Redis", port);
                }))
        .isInstanceOf(PortTaken.class)
        .hasMessageContaining("port " + free);
  }
}
