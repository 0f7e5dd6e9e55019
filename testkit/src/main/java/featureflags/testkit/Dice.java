package featureflags.testkit;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.quicktheories.core.RandomnessSource;
import org.quicktheories.impl.Constraint;

/// Chance in words. Every throw shrinks towards 0: the first of a list, the smallest number, no.
record Dice(RandomnessSource source) {
  /// `least` to `most`, both included.
  long between(long least, long most) {
    return source.next(Constraint.between(least, most).withShrinkPoint(least));
  }

  /// 0 to `bound` − 1.
  int below(int bound) {
    return (int) between(0, bound - 1L);
  }

  /// Any 64 bits.
  long bits() {
    return source.next(Constraint.none());
  }

  /// Yes once in so many throws.
  boolean onceIn(int throwsOfDice) {
    return below(throwsOfDice) == throwsOfDice - 1;
  }

  <T> T pick(List<T> all) {
    return all.get(below(all.size()));
  }

  /// As many as chance says, `least` to `most`.
  <T> List<T> several(int least, int most, Function<Dice, T> one) {
    return IntStream.range(0, (int) between(least, most)).mapToObj(_ -> one.apply(this)).toList();
  }
}
