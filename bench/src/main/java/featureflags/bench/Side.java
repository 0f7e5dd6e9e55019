package featureflags.bench;

/// Who evaluates.
enum Side {
  OURS("EvaluationBenchmark.ours"),
  LIMIT("EvaluationBenchmark.limit"),
  LAUNCH_DARKLY("LaunchDarklyBenchmark.rival");

  private final String benchmark;

  Side(String benchmark) {
    this.benchmark = benchmark;
  }

  Trial trial(Scenario scenario) {
    return Trial.of(benchmark, "scenario", scenario);
  }
}
