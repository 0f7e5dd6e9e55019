package featureflags.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Where subjects fall: the same place every time, and evenly.
///
/// The evenness is Pearson's chi-square test at a significance of 0.001. The subjects are fixed, so
/// that a test passes always or never.
class SlotTest {
  private static final int SUBJECTS = 100_000;

  /// Chi-square, 99 degrees of freedom (100 buckets), significance 0.001.
  private static final double CRITICAL_99 = 148.23;

  /// Chi-square, 81 degrees of freedom (10 × 10 buckets, both margins given), significance 0.001.
  private static final double CRITICAL_81 = 126.08;

  @Test
  void aSubjectHasTheSameSlotEveryTime() {
    for (int i = 0; i < 1000; i++) {
      String subject = "user-" + i;

      assertThat(Slot.of(subject, "flag")).isEqualTo(Slot.of(new String(subject), "flag"));
    }
  }

  @Test
  void slotsLieWithin0And99999AndReachBothEnds() {
    assertThat(Slot.of(0L)).isZero();
    assertThat(Slot.of(0xffff_ffffL)).isEqualTo(99_999);
    assertThat(IntStream.range(0, SUBJECTS).map(i -> Slot.of("user-" + i, "flag")))
        .allMatch(slot -> slot >= 0 && slot < Slot.COUNT);
  }

  @Test
  void sequentialIdsFallEvenly() {
    assertThat(chiSquare(i -> Integer.toString(i), "checkout-v2")).isLessThan(CRITICAL_99);
    assertThat(chiSquare("user-%06d"::formatted, "checkout-v2")).isLessThan(CRITICAL_99);
  }

  @Test
  void randomUuidsFallEvenly() {
    var random = new Random(20260101);

    double chiSquare =
        chiSquare(_ -> new UUID(random.nextLong(), random.nextLong()).toString(), "new-search");

    assertThat(chiSquare).isLessThan(CRITICAL_99);
  }

  @Test
  void emailAddressesFallEvenly() {
    var random = new Random(42);
    String[] names = {"ada", "grace", "linus", "jürgen", "用户"};

    double chiSquare =
        chiSquare(
            i -> "%s.%d@mail%d.example".formatted(names[i % names.length], i, random.nextInt(20)),
            "dark-mode");

    assertThat(chiSquare).isLessThan(CRITICAL_99);
  }

  @Test
  void whereASubjectFallsUnderOneSaltSaysNothingOfWhereItFallsUnderAnother() {
    int[][] seen = new int[10][10];

    for (int i = 0; i < SUBJECTS; i++) {
      seen[Slot.of("user-" + i, "salt-1") / 10_000][Slot.of("user-" + i, "salt-2") / 10_000]++;
    }

    assertThat(independence(seen)).isLessThan(CRITICAL_81);
  }

  @Test
  void theTestItselfSeesAnUnevenness() {
    double chiSquare = chiSquare(i -> "user-" + i % 1000, "flag");

    assertThat(chiSquare).isGreaterThan(CRITICAL_99);
  }

  private static double chiSquare(IntFunction<String> subject, String salt) {
    int[] seen = new int[100];
    for (int i = 0; i < SUBJECTS; i++) {
      seen[Slot.of(subject.apply(i), salt) / 1000]++;
    }
    double expected = SUBJECTS / 100.0;
    return IntStream.of(seen).mapToDouble(n -> (n - expected) * (n - expected) / expected).sum();
  }

  private static double independence(int[][] seen) {
    double sum = 0;
    for (int row = 0; row < seen.length; row++) {
      for (int column = 0; column < seen.length; column++) {
        int at = column;
        double inRow = IntStream.of(seen[row]).sum();
        double inColumn = IntStream.range(0, seen.length).map(r -> seen[r][at]).sum();
        double expected = inRow * inColumn / SUBJECTS;
        sum += (seen[row][column] - expected) * (seen[row][column] - expected) / expected;
      }
    }
    return sum;
  }
}
