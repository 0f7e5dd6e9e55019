package featureflags.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PlatformTest {

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, false, postgres-linux-x86_64.txz, redis-server-7.0.15-linux-amd64",
    "Linux, aarch64, false, postgres-linux-arm_64.txz, redis-server-7.0.15-linux-arm64",
    "Linux, amd64, true, postgres-linux-x86_64-alpine_linux.txz, redis-server-7.0.15-linux-amd64",
    "Mac OS X, x86_64, false, postgres-darwin-x86_64.txz, redis-server-7.0.15-darwin-amd64",
    "Mac OS X, aarch64, false, postgres-darwin-arm_64.txz, redis-server-7.0.15-darwin-arm64"
  })
  void eachPlatformHasItsPrograms(
      String name, String arch, boolean alpine, String postgres, String redis) {
    var platform = Platform.of(name, arch, alpine);

    assertThat(platform.postgresArchive()).isEqualTo(postgres);
    assertThat(platform.redisProgram()).isEqualTo(redis);
  }

  @ParameterizedTest
  @CsvSource({"Windows 11, amd64", "Linux, riscv64", "FreeBSD, amd64"})
  void anotherPlatformHasNone(String name, String arch) {
    var platform = Platform.of(name, arch, false);

    assertThat(getClass().getResource("/" + platform.postgresArchive())).isNull();
    assertThat(getClass().getResource("/" + platform.redisProgram())).isNull();
    assertThat(platform.unsupported("PostgreSQL"))
        .hasMessageContaining("no PostgreSQL for")
        .hasMessageContaining("Linux and macOS");
  }
}
