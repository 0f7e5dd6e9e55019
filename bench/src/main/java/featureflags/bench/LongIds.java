package featureflags.bench;

import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;

/// Ids of 36 characters in no order, the same each time.
final class LongIds {
  private LongIds() {}

  static List<String> of(int count) {
    var random = new Random(36);
    return Stream.generate(() -> new UUID(random.nextLong(), random.nextLong()).toString())
        .limit(count)
        .toList();
  }
}
