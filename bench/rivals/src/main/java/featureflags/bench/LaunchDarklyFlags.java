package featureflags.bench;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The thousand flags in LaunchDarkly's words.
final class LaunchDarklyFlags {
  private static final String ON_OFF = "true, false";

  private LaunchDarklyFlags() {}

  static String json() {
    String flags = all().collect(Collectors.joining(",\n"));
    return "{\"flags\": {\n" + flags + "\n}}";
  }

  private static Stream<String> all() {
    return Stream.concat(
        Arrays.stream(Scenario.values()).map(LaunchDarklyFlags::flag),
        OtherFlags.keys().map(key -> flag(key, ON_OFF, "", rollout(10_000, 90_000))));
  }

  private static String flag(Scenario scenario) {
    String key = scenario.askedKey();
    return switch (scenario) {
      case ON -> flag(key, ON_OFF, "", "\"variation\": 0");
      case HALF -> flag(key, ON_OFF, "", rollout(50_000, 50_000));
      case TEN_RULES -> flag(key, ON_OFF, tenRules(), "\"variation\": 1");
      case LONG_LIST ->
          flag(
              key,
              ON_OFF,
              rule("r1", clause("key", "in", SixFlags.ids(1_000))),
              "\"variation\": 1");
      case SPLIT ->
          flag(
              key,
              quoted(List.of("a", "b", "c", "d", "e")),
              "",
              rollout(40_000, 25_000, 20_000, 10_000, 5_000));
      case VERSION -> flag(key, ON_OFF, version(), "\"variation\": 1");
    };
  }

  private static String flag(String key, String variations, String rules, String fallthrough) {
    return """
    "%s": {"key": "%s", "version": 1, "on": true, "salt": "%s", "variations": [%s],
      "offVariation": 1, "rules": [%s], "fallthrough": {%s}}\
    """
        .formatted(key, key, key, variations, rules, fallthrough);
  }

  private static String tenRules() {
    return IntStream.range(0, 10)
        .mapToObj(i ->
            rule(
                "r" + (i + 1),
                clause("plan", "in", List.of(SixFlags.plan(i))),
                clause("country", "in", SixFlags.countries(i))))
        .collect(Collectors.joining(","));
  }

  /// At least 2.4.0 is not less than 2.4.0: there is no operator for it.
  private static String version() {
    String atLeast =
        "{\"attribute\": \"appVersion\", \"op\": \"semVerLessThan\", \"values\": [\"2.4.0\"], \"negate\": true}";
    String seats =
        "{\"attribute\": \"seats\", \"op\": \"greaterThan\", \"values\": [10], \"negate\": false}";
    return rule("r1", atLeast, seats);
  }

  private static String rule(String id, String... clauses) {
    return "{\"id\": \"%s\", \"variation\": 0, \"clauses\": [%s]}"
        .formatted(id, String.join(",", clauses));
  }

  private static String clause(String attribute, String operator, Collection<String> values) {
    return "{\"attribute\": \"%s\", \"op\": \"%s\", \"values\": [%s], \"negate\": false}"
        .formatted(attribute, operator, quoted(values));
  }

  private static String quoted(Collection<String> texts) {
    return texts.stream().collect(Collectors.joining("\",\"", "\"", "\""));
  }

  /// A rollout in thousandths of a percent, one for each variation.
  private static String rollout(int... weights) {
    return IntStream.range(0, weights.length)
        .mapToObj("{\"variation\": %d, \"weight\": %%d}"::formatted)
        .collect(Collectors.joining(",", "\"rollout\": {\"variations\": [", "]}"))
        .formatted(Arrays.stream(weights).boxed().toArray());
  }
}
