package featureflags.chassis;

import java.util.Optional;
import java.util.concurrent.Semaphore;

/// What the event loops of one server share.
final class Service {
  /// Hears of each answer.
  @FunctionalInterface
  interface Answered {
    /// One request has its answer.
    ///
    /// @param route what answered, if a route did
    /// @param nanos from the request's head to its answer
    void answered(Optional<Route> route, int status, long nanos);
  }

  final Routes routes;
  final Answered answered;
  final Tally requests = new Tally();
  final Tally connections = new Tally();

  /// One permit for each blocking handler that may start now.
  final Semaphore blocking;

  /// Whether every answer asks its client to come back on another connection.
  volatile boolean leaving;

  Service(ServerConfig config, Routes routes, Answered answered) {
    this.routes = routes;
    this.answered = answered;
    this.blocking = new Semaphore(config.limits().inFlight());
  }
}
