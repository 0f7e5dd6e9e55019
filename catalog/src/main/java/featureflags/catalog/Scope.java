package featureflags.catalog;

import featureflags.engine.Key;

/// Where a flag lives: an environment of a project.
///
/// @param project the project's key
/// @param environment the environment's key
public record Scope(String project, String environment) implements Comparable<Scope> {
  /// What bare paths speak of.
  public static final Scope DEFAULT = new Scope("default", "production");

  /// @throws IllegalArgumentException when either is no key
  public Scope {
    if (!Key.valid(project) || !Key.valid(environment)) {
      throw new IllegalArgumentException(
          "'%s/%s' is not the key of a project and of an environment"
              .formatted(project, environment));
    }
  }

  @Override
  public int compareTo(Scope other) {
    int byProject = project.compareTo(other.project);
    return byProject == 0 ? environment.compareTo(other.environment) : byProject;
  }

  /// `project/environment`.
  @Override
  public String toString() {
    return project + "/" + environment;
  }
}
