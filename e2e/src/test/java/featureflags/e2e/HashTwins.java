package featureflags.e2e;

import java.util.List;
import java.util.stream.IntStream;

/// Different names of nine letters with the same [String#hashCode], in which a letter counts 31
/// times its successor: one more here and 31 less behind it make no difference.
final class HashTwins {
  private static final int LENGTH = 9;
  private static final int BASE = 31;
  private static final int CHOICES = 3;

  private HashTwins() {}

  /// So many of them; there are 6,561.
  static List<String> names(int count) {
    return IntStream.range(0, count).mapToObj(HashTwins::name).toList();
  }

  private static String name(int number) {
    var name = new StringBuilder(LENGTH);
    int carried = 0;
    int rest = number;
    for (int i = 0; i < LENGTH; i++) {
      int more = i == LENGTH - 1 ? 0 : rest % CHOICES - 1;
      name.append((char) ('P' + more - BASE * carried));
      carried = more;
      rest /= CHOICES;
    }
    return name.toString();
  }
}
