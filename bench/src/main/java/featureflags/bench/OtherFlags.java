package featureflags.bench;

import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The flags of a service that are there and not asked for: with the six they are a thousand.
final class OtherFlags {
  private static final int COUNT = 1_000 - Scenario.values().length;

  private OtherFlags() {}

  static Stream<String> keys() {
    return IntStream.range(0, COUNT).mapToObj("flag-%d"::formatted);
  }
}
