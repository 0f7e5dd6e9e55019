package featureflags.evalservice;

import featureflags.catalog.Outcome;
import featureflags.catalog.Result;
import featureflags.chassis.Response;

/// What is answered for one flag.
sealed interface Evaluation {
  /// The flag was evaluated.
  ///
  /// @param outcome what the trail keeps of it
  /// @param response what the client gets who asks for this flag alone
  /// @param ofrep what a client of OFREP gets
  record Served(Result result, Outcome outcome, Response response, Response ofrep)
      implements Evaluation {}

  /// There is no such flag in use.
  record NotFound(String flagKey) implements Evaluation {}

  /// The flag is there, but nothing of its definition could be read.
  record Unreadable(String flagKey) implements Evaluation {}
}
