package featureflags.catalog;

import featureflags.engine.Decision;

/// The answer for one flag of a batch.
public sealed interface Result {
  /// The flag's key, as it was asked for.
  String flagKey();

  /// The flag was evaluated.
  record Evaluated(String flagKey, int version, Decision decision) implements Result {}

  /// There is no such flag in use.
  record NotFound(String flagKey) implements Result {}

  /// The flag is there, but nothing of its definition could be read.
  record Unreadable(String flagKey) implements Result {}
}
