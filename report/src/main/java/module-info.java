import org.jspecify.annotations.NullMarked;

/// How what was measured is written down: tables, the machine, the pages of `docs/benchmarks`.
@NullMarked
module featureflags.report {
  requires static org.jspecify;

  exports featureflags.report;
}
