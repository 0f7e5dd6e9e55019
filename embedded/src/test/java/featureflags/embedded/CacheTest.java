package featureflags.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CacheTest {

  private static final String RESOURCE = "featureflags/embedded/CacheTest.class";

  @TempDir Path folder;

  @Test
  void aResourceIsUnpackedOnce() {
    var cache = new Cache(folder);
    var first = cache.unpacked(RESOURCE, (home, in) -> Files.copy(in, home.resolve("file")));

    var second =
        cache.unpacked(
            RESOURCE,
            (_, _) -> {
              throw new IOException("again");
            });

    assertThat(second).isEqualTo(first);
    assertThat(first.orElseThrow().resolve("file")).exists();
  }

  @Test
  void twoThatUnpackAtOnceBothHaveIt() throws Exception {
    var both = new CyclicBarrier(2);
    Cache.Unpacking together =
        (home, in) -> {
          Files.copy(in, home.resolve("file"));
          await(both);
        };

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var one = threads.submit(() -> new Cache(folder).unpacked(RESOURCE, together));
      var other = threads.submit(() -> new Cache(folder).unpacked(RESOURCE, together));

      assertThat(one.get()).isEqualTo(other.get());
      assertThat(one.get().orElseThrow().resolve("file")).exists();
    }
    try (var left = Files.list(folder)) {
      assertThat(left).hasSize(1);
    }
  }

  @Test
  void anUnpackingThatFailsLeavesNothing() throws IOException {
    var cache = new Cache(folder);

    assertThatThrownBy(() ->
            cache.unpacked(
                RESOURCE,
                (home, in) -> {
                  Files.copy(in, home.resolve("file"));
                  throw new IOException("disk full");
                }))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("disk full")
        .hasMessageContaining("XDG_CACHE_HOME");

    try (var left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aResourceThatDoesNotExistIsNothing() {
    assertThat(new Cache(folder).unpacked("no-such-resource", (_, _) -> {}))
        .isEqualTo(Optional.empty());
  }

  private static void await(CyclicBarrier barrier) throws IOException {
    try {
      barrier.await();
    } catch (Exception e) {
      throw new IOException(e);
    }
  }
}
