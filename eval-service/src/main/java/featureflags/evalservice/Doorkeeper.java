package featureflags.evalservice;

import featureflags.chassis.Secret;
import java.util.Optional;

/// Decides who may evaluate flags by OFREP.
@FunctionalInterface
interface Doorkeeper {
  /// Lets everybody in.
  Doorkeeper OPEN = _ -> true;

  /// Whether whoever shows this token, or none, may.
  boolean admits(Optional<Secret> token);
}
