package featureflags.bench;

import featureflags.engine.Context;
import featureflags.engine.Value;
import featureflags.testkit.Values;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/// The 1,024 contexts that are evaluated in turn. Names of attributes are literals; each value is
/// an object of its own, as if it had just been read from a request.
final class Population {
  static final int SIZE = 1_024;

  private Population() {}

  /// The contexts as the engine takes them.
  static Context[] contexts() {
    return IntStream.range(0, SIZE).mapToObj(i -> context(attributes(i))).toArray(Context[]::new);
  }

  private static Context context(Map<String, Object> attributes) {
    var values = new LinkedHashMap<String, Value>();
    attributes.forEach((name, object) -> values.put(name, Values.value(object)));
    return Context.of(values);
  }

  /// The same contexts as maps.
  @SuppressWarnings({"unchecked", "rawtypes"}) // there is no other way to make such an array
  static HashMap<String, Object>[] maps() {
    return IntStream.range(0, SIZE)
        .mapToObj(i -> new HashMap<>(attributes(i)))
        .toArray(HashMap[]::new);
  }

  /// One person: for whom the tenth rule matches, who is in the list, and whose version and seats
  /// pass in three of four cases.
  static Map<String, Object> attributes(int number) {
    var random = new Random(number);
    var attributes = new LinkedHashMap<String, Object>();
    attributes.put("targetingKey", SixFlags.id(number % 1_000));
    attributes.put("plan", copy("enterprise"));
    attributes.put("country", copy(SixFlags.countries(9).get(random.nextInt(5))));
    attributes.put("language", copy("en"));
    attributes.put("appVersion", version(random));
    attributes.put("seats", (long) (random.nextInt(8) == 0 ? 5 : 11 + random.nextInt(500)));
    attributes.put("beta", random.nextBoolean());
    attributes.put("email", SixFlags.id(number) + "@example.com");
    return attributes;
  }

  private static String version(Random random) {
    String core =
        "%d.%d.%d"
            .formatted(
                random.nextInt(8) == 0 ? 1 : 2 + random.nextInt(3),
                4 + random.nextInt(16),
                random.nextInt(30));
    return random.nextInt(16) == 0 ? core + "-rc.1" : core;
  }

  private static String copy(String text) {
    return new String(text.toCharArray());
  }
}
