package featureflags.catalog;

import java.time.Instant;

/// Whether a flag is in use.
public sealed interface State {
  /// Evaluated and listed.
  record Active() implements State {}

  /// Readable and audited, but neither evaluated nor listed; its key stays taken.
  ///
  /// @param at since when
  record Archived(Instant at) implements State {}
}
