package featureflags.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A change trail of large definitions that is itself larger than the heap of the flag-api that
/// looks back on it.
@Timeout(120)
class LargeTrailIT {
  private static final int CHANGES = 60;
  private static final Pattern CURSOR = Pattern.compile("\"nextCursor\":\"([^\"]*)\"}$");

  private static final List<String> SMALL =
      List.of("-Xmx160m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError");

  private final Stores stores = Stores.fresh();
  private final int port = Stores.freePort();
  private final String api = "http://127.0.0.1:" + port;
  private Service flagApi;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    flagApi =
        Service.start(
            SMALL,
            "flag-api",
            "featureflags.flagapi.Main",
            stores.environment(folder, port),
            "event=started",
            folder);
    assertThat(Http.post(api + "/flags", flag(0)).statusCode()).isEqualTo(201);
    for (int i = 1; i < CHANGES; i++) {
      var change =
          HttpRequest.newBuilder(URI.create(api + "/flags/large"))
              .PUT(BodyPublishers.ofString(flag(i)));
      assertThat(Http.send(change).statusCode()).isEqualTo(200);
    }
  }

  private static String flag(int number) {
    return "{\"key\":\"large\",\"type\":\"string\",\"variants\":[{\"key\":\"on\",\"value\":\"%d%s\"},"
            .formatted(number, "x".repeat(1_000_000))
        + "{\"key\":\"off\",\"value\":\"\"}]}";
  }

  @AfterEach
  void stop() {
    flagApi.close();
  }

  @Test
  void isVerifiedExportedAndReadPageByPage() throws IOException {
    assertThat(Http.get(api + "/audit/verify").body())
        .contains("\"intact\":true,\"entries\":%d".formatted(CHANGES));
    assertThat(Http.get(api + "/audit/export").body().lines().count()).isEqualTo(CHANGES);

    int entries = 0;
    String cursor = "";
    do {
      String page = Http.get(api + "/flags/large/audit?limit=500" + cursor).body();
      entries += page.split("\"requestId\"", -1).length - 1;
      var next = CURSOR.matcher(page);
      cursor = next.find() ? "&cursor=" + next.group(1) : "";
    } while (!cursor.isEmpty());

    assertThat(entries).isEqualTo(CHANGES);
    assertThat(flagApi.handle().isAlive()).as(flagApi.output()).isTrue();
  }
}
