package featureflags.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandaloneIT {
  private static final String FLAG =
      "{\"key\":\"kept\",\"enabled\":true,\"rolloutPercentage\":100}";

  @Test
  void theDataSurvivesARestartUnlessItIsToBeFresh(@TempDir Path folder) throws IOException {
    var environment = environment(folder);
    int before;
    try (var engine = Standalone.start(environment, folder)) {
      before = Http.post(flags(engine), FLAG).statusCode();
      engine.service().terminate();
    }

    int after;
    try (var engine = Standalone.start(environment, folder)) {
      after = Http.get(flags(engine) + "/kept").statusCode();
      engine.service().terminate();
    }
    int fresh;
    try (var engine = Standalone.start(environment, folder, "--fresh")) {
      fresh = Http.get(flags(engine) + "/kept").statusCode();
      engine.service().terminate();
    }

    assertThat(before).isEqualTo(201);
    assertThat(after).isEqualTo(200);
    assertThat(fresh).isEqualTo(404);
  }

  @Test
  void nothingIsLeftWhenItStops(@TempDir Path folder) {
    try (var engine = Standalone.start(environment(folder), folder)) {
      int postgres = engine.postgresPort();
      int redis = engine.redisPort();
      boolean ran = listens(postgres) && listens(redis);

      int status = engine.service().terminate();

      assertThat(ran).isTrue();
      assertThat(status).isZero();
      assertThat(listens(postgres)).isFalse();
      assertThat(listens(redis)).isFalse();
      assertThat(engine.service().output()).contains("event=stopped").doesNotContain("ERROR");
    }
  }

  @Test
  void aKilledEngineStartsAgainOverItsData(@TempDir Path folder) throws IOException {
    var environment = environment(folder);
    try (var engine = Standalone.start(environment, folder)) {
      Http.post(flags(engine), FLAG);
      engine.service().kill();
      int postgres = engine.postgresPort();

      engine.service().restart();

      assertThat(Http.get(flags(engine) + "/kept").statusCode()).isEqualTo(200);
      assertThat(listens(postgres)).as("the killed engine's PostgreSQL").isFalse();
      engine.service().terminate();
    }
  }

  @Test
  void aTakenPortIsSaidWithItsSetting(@TempDir Path folder) throws Exception {
    try (var taken = new java.net.ServerSocket(0)) {
      var builder =
          new ProcessBuilder(Service.command("standalone", "featureflags.standalone.Main"))
              .redirectErrorStream(true);
      builder.environment().putAll(environment(folder));
      builder.environment().put("FLAG_API_PORT", Integer.toString(taken.getLocalPort()));
      Process process = builder.start();

      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(process.waitFor()).isEqualTo(1);
      assertThat(output).contains(Integer.toString(taken.getLocalPort())).contains("FLAG_API_PORT");
    }
  }

  private static Map<String, String> environment(Path folder) {
    return Map.of(
        "FLAG_API_PORT", "0",
        "EVAL_SERVICE_PORT", "0",
        "DATA_DIR", folder.resolve("data").toString());
  }

  private static String flags(Standalone engine) {
    return "http://localhost:%d/flags".formatted(engine.flagApiPort());
  }

  private static boolean listens(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
