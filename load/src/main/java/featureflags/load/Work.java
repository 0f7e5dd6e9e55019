package featureflags.load;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The requests of a load, which are sent in turn.
///
/// @param path where they are sent
/// @param bodies what they ask, all of about the same size
record Work(String name, String path, List<String> bodies) {
  private static final int DIFFERENT = 1_000;
  private static final int STRIDE = 7;

  Work {
    bodies = List.copyOf(bodies);
  }

  /// One flag of many for one of many users; each of them meets a rule.
  static Work single(Flags flags) {
    return new Work(
        "evaluate",
        "/evaluate",
        IntStream.range(0, DIFFERENT)
            .mapToObj(i ->
                "{\"flagKey\":\"%s\",\"context\":%s}".formatted(flags.key(i * STRIDE), context(i)))
            .toList());
  }

  /// So many flags at once for one of many users.
  static Work batch(Flags flags, int size) {
    return new Work(
        "batch",
        "/evaluate/batch",
        IntStream.range(0, DIFFERENT)
            .mapToObj(i ->
                "{\"flagKeys\":[%s],\"context\":%s}".formatted(keys(flags, i, size), context(i)))
            .toList());
  }

  private static String keys(Flags flags, int from, int size) {
    return IntStream.range(0, size)
        .mapToObj(i -> "\"" + flags.key(from + i * STRIDE) + "\"")
        .collect(Collectors.joining(","));
  }

  private static String context(int user) {
    return "{\"targetingKey\":\"user-%05d\",\"plan\":\"%s\",\"country\":\"DE\",\"age\":%d}"
        .formatted(user, user % 2 == 0 ? "enterprise" : "individual", 20 + user % 50);
  }
}
