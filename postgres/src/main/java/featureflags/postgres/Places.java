package featureflags.postgres;

import featureflags.catalog.Page;
import featureflags.catalog.Place;
import featureflags.catalog.Scope;
import featureflags.json.PlaceShape;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// The projects and their environments.
public final class Places {
  private static final String PROJECTS =
      """
      SELECT key, name, created_at
        FROM project
       WHERE key > ?
       ORDER BY key
       LIMIT ?
      """;

  private static final String ENVIRONMENTS =
      """
      SELECT key, name, created_at
        FROM environment
       WHERE project = ? AND key > ?
       ORDER BY key
       LIMIT ?
      """;

  private static final String ADD_PROJECT =
      """
      INSERT INTO project (key, name, created_at)
      VALUES (?, ?, ?::timestamptz)
          ON CONFLICT DO NOTHING
      """;

  private static final String ADD_ENVIRONMENT =
      """
      INSERT INTO environment (project, key, name, created_at)
      VALUES (?, ?, ?, ?::timestamptz)
          ON CONFLICT DO NOTHING
      """;

  private static final String PROJECT_EXISTS =
      """
      SELECT key
        FROM project
       WHERE key = ?
      """;

  private static final String ENVIRONMENT_EXISTS =
      """
      SELECT revision
        FROM environment
       WHERE project = ? AND key = ?
      """;

  private final Postgres postgres;
  private final InstantSource clock;

  /// @param clock stamps what is made
  public Places(Postgres postgres, InstantSource clock) {
    this.postgres = postgres;
    this.clock = clock;
  }

  /// A page of the projects by key.
  ///
  /// @param after the key behind which the page starts; empty for the first page
  public Page<Place> projects(String after, int limit) {
    return Page.of(
        postgres.read(session -> session.query(PROJECTS, Places::place, after, limit + 1)), limit);
  }

  /// A page of a project's environments by key; empty when there is no such project.
  ///
  /// @param after the key behind which the page starts; empty for the first page
  public Optional<Page<Place>> environments(String project, String after, int limit) {
    return postgres.read(session ->
        projectExists(session, project)
            ? Optional.of(
                Page.of(
                    session.query(ENVIRONMENTS, Places::place, project, after, limit + 1), limit))
            : Optional.empty());
  }

  /// Makes a project without environments.
  public Added addProject(PlaceShape.Wanted wanted) {
    var place = place(wanted);
    return postgres.transaction(session ->
        session.update(ADD_PROJECT, place.key(), place.name(), place.createdAt().toString()) == 1
            ? new Added.Done(place)
            : new Added.Taken());
  }

  /// Makes an environment without flags.
  public Added addEnvironment(String project, PlaceShape.Wanted wanted) {
    var place = place(wanted);
    return postgres.transaction(session -> {
      if (!projectExists(session, project)) {
        return new Added.NoProject();
      }
      int rows =
          session.update(
              ADD_ENVIRONMENT, project, place.key(), place.name(), place.createdAt().toString());
      return rows == 1 ? new Added.Done(place) : new Added.Taken();
    });
  }

  private static boolean projectExists(Session session, String project) throws SQLException {
    return session.first(PROJECT_EXISTS, row -> row.text("key"), project).isPresent();
  }

  /// Whether there is such an environment.
  static boolean exists(Session session, Scope scope) throws SQLException {
    return session
        .first(
            ENVIRONMENT_EXISTS, row -> row.number("revision"), scope.project(), scope.environment())
        .isPresent();
  }

  private Place place(PlaceShape.Wanted wanted) {
    return new Place(wanted.key(), wanted.name(), clock.instant().truncatedTo(ChronoUnit.MICROS));
  }

  private static Place place(Row row) throws SQLException {
    return new Place(row.text("key"), row.text("name"), row.time("created_at"));
  }

  /// What came of making a project or an environment.
  public sealed interface Added {
    /// It is there.
    record Done(Place place) implements Added {}

    /// The key is taken.
    record Taken() implements Added {}

    /// There is no such project.
    record NoProject() implements Added {}
  }
}
