package featureflags.bench;

import java.util.Map;

/// One thing to measure.
///
/// @param benchmark the JMH benchmark's name behind the package's
/// @param parameters what it is measured with
/// @param threads how many measure at once
record Trial(String benchmark, Map<String, String> parameters, int threads) {
  Trial {
    parameters = Map.copyOf(parameters);
  }

  static Trial of(String benchmark, String parameter, Object value) {
    return new Trial(benchmark, Map.of(parameter, value.toString()), 1);
  }

  Trial on(int count) {
    return new Trial(benchmark, parameters, count);
  }

  @Override
  public String toString() {
    return "%s %s, threads: %d".formatted(benchmark, parameters, threads);
  }
}
