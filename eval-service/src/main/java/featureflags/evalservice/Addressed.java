package featureflags.evalservice;

import featureflags.catalog.Scope;
import featureflags.chassis.Request;
import featureflags.engine.Key;
import java.util.Optional;

/// The environment that a request speaks of, by its path.
sealed interface Addressed {
  /// What a path begins with that does not speak of the default environment.
  String PREFIX = "/projects/{project}/environments/{environment}";

  /// Its snapshot is here.
  record Held(Snapshot snapshot) implements Addressed {}

  /// There is no such environment.
  record Unknown(String project, String environment) implements Addressed {}

  /// No store has said yet which environments there are.
  record NotYet() implements Addressed {}

  /// What a request speaks of: a path without project and environment, of the default ones.
  static Addressed by(Request request, Snapshots snapshots) {
    if (!request.hasParameter("environment")) {
      return of(Scope.DEFAULT, snapshots);
    }
    String project = request.parameter("project");
    String environment = request.parameter("environment");
    return Key.valid(project) && Key.valid(environment)
        ? of(new Scope(project, environment), snapshots)
        : new Unknown(project, environment);
  }

  private static Addressed of(Scope scope, Snapshots snapshots) {
    Optional<Snapshot> held = snapshots.of(scope);
    if (held.isPresent()) {
      return new Held(held.get());
    }
    return snapshots.isComplete()
        ? new Unknown(scope.project(), scope.environment())
        : new NotYet();
  }
}
