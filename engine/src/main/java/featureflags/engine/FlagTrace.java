package featureflags.engine;

/// What another flag serves the same context.
public sealed interface FlagTrace {
  /// There is no such flag.
  record NoFlag() implements FlagTrace {}

  /// The flag was evaluated.
  record Evaluated(Explanation explanation) implements FlagTrace {}
}
