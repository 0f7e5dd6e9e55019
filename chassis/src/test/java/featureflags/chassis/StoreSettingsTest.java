package featureflags.chassis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The settings that several services read alike.
final class StoreSettingsTest {
  @TempDir private Path folder;

  private StoreSettings.Redis stream(Map<String, String> variables) {
    var env = Env.of(variables);
    return StoreSettings.stream(env, StoreSettings.cache(env));
  }

  @Test
  void aPasswordCanComeFromAFileAndNeverPrints() throws IOException {
    Path file = Files.writeString(folder.resolve("password"), "open sesame\n");
    var env = Env.of(Map.of("POSTGRES_PASSWORD_FILE", file.toString()));

    var database = StoreSettings.postgres(env);

    assertThat(database.password().reveal()).isEqualTo("open sesame");
    assertThat(database.toString()).contains("***").doesNotContain("sesame");
    assertThat(env.described().toString()).doesNotContain("sesame");
  }

  @Test
  void aPasswordThatIsThereTwiceIsAProblemThatDoesNotTellIt() throws IOException {
    Path file = Files.writeString(folder.resolve("password"), "open sesame");
    var env =
        Env.of(Map.of("POSTGRES_PASSWORD_FILE", file.toString(), "POSTGRES_PASSWORD", "hush hush"));
    var _ = StoreSettings.postgres(env);

    var invalid = catchThrowableOfType(InvalidSettings.class, () -> env.orFail("settings"));

    assertThat(invalid).hasMessageContaining("POSTGRES_PASSWORD_FILE");
    assertThat(invalid.toString()).doesNotContain("open sesame", "hush");
  }

  @Test
  void theStreamIsOnTheRedisOfTheCacheUnlessItHasItsOwn() {
    var cache = Map.of("REDIS_HOST", "cache", "REDIS_PORT", "7000", "REDIS_PASSWORD", "hush");
    var own = Map.of("REDIS_HOST", "cache", "REDIS_STREAM_HOST", "stream");

    assertThat(stream(cache)).isEqualTo(new StoreSettings.Redis("cache", 7000, new Secret("hush")));
    assertThat(stream(own)).isEqualTo(new StoreSettings.Redis("stream", 6379, new Secret("")));
  }
}
