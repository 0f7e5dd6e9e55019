package featureflags.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerTest {
  @TempDir private Path folder;

  @Test
  void itTellsItsPortAndEndsWhenItIsClosed() {
    Server server = start("echo event=started service=any port=4711; exec sleep 60");
    var process = ProcessHandle.of(server.pid()).orElseThrow();
    assertThat(process.isAlive()).isTrue();

    server.close();

    assertThat(server.port()).isEqualTo(4711);
    assertThat(process.isAlive()).isFalse();
  }

  @Test
  void oneThatDoesNotStartSaysWhy() {
    assertThatIllegalStateException()
        .isThrownBy(() -> start("echo the port is taken; exit 1"))
        .withMessageContaining("the port is taken");
  }

  private Server start(String script) {
    var program = new Program("any", "load", "any", Map.of(), List.of(), List.of());
    return Server.start(List.of("sh", "-c", script), program, folder);
  }
}
