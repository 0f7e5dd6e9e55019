package featureflags.auditworker;

import static org.assertj.core.api.Assertions.assertThat;

import featureflags.redis.StreamEntry;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchSizeTest {
  private static final int MEBIBYTE = 1024 * 1024;

  private final BatchSize size = new BatchSize(60);

  @Test
  void itBeginsSmallAndDoublesUpToItsMost() {
    assertThat(size.entries()).isEqualTo(1);
    for (int doubled : List.of(2, 4, 8, 16, 32, 60, 60)) {
      size.stored(entries(size.entries(), 100_000));
      assertThat(size.entries()).isEqualTo(doubled);
    }
  }

  @Test
  void largeEntriesComeAFewAtATime() {
    grow();

    size.stored(entries(60, MEBIBYTE));
    assertThat(size.entries()).isEqualTo(8);
    size.stored(entries(8, 3 * MEBIBYTE));
    assertThat(size.entries()).isEqualTo(2);
    size.stored(entries(2, 100 * MEBIBYTE));
    assertThat(size.entries()).isEqualTo(1);
    size.stored(entries(1, 0));
    assertThat(size.entries()).isEqualTo(2);
  }

  @Test
  void aFailureHalvesIt() {
    grow();

    size.failed();
    assertThat(size.entries()).isEqualTo(30);
    for (int i = 0; i < 10; i++) {
      size.failed();
    }
    assertThat(size.entries()).isEqualTo(1);
  }

  @Test
  void onlyWhatCanBePartedIsTooLarge() {
    assertThat(BatchSize.isTooLarge(entries(8, MEBIBYTE))).isFalse();
    assertThat(BatchSize.isTooLarge(entries(9, MEBIBYTE))).isTrue();
    assertThat(BatchSize.isTooLarge(entries(1, 9 * MEBIBYTE))).isFalse();
  }

  /// Whatever may come when it is no longer calm.
  @Test
  void inCalmItIsSmall() {
    grow();

    size.stored(entries(3, 1));

    assertThat(size.entries()).isEqualTo(6);
  }

  private void grow() {
    while (size.entries() < 60) {
      size.stored(entries(size.entries(), 1));
    }
  }

  private static List<StreamEntry> entries(int count, int bytes) {
    return Collections.nCopies(count, new StreamEntry("1-1", new byte[bytes]));
  }
}
