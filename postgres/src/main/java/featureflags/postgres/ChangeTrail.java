package featureflags.postgres;

import featureflags.catalog.Author;
import featureflags.catalog.ChangeRecord;
import featureflags.catalog.Changed;
import featureflags.catalog.ListHistory;
import featureflags.catalog.ListHistory.Step;
import featureflags.catalog.Page;
import featureflags.catalog.Scope;
import featureflags.catalog.TrailEntry;
import featureflags.catalog.TrailVerdict;
import featureflags.catalog.UnreadableEntry;
import featureflags.json.Names;
import featureflags.json.SegmentChangeShape;
import featureflags.json.TrailCheck;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// Reads the change trails of projects.
public final class ChangeTrail {
  private static final String SELECT =
      """
      SELECT project, position, time, environment, changed, key, kind, version, actor, request_id,
             comment, instructions, before, after, previous, hash
        FROM trail
      """;

  private static final String OF_ONE =
      SELECT
          + """
           WHERE project = ? AND environment = ? AND changed = ? AND key = ?
             AND time >= ?::timestamptz AND time < ?::timestamptz
             AND position < ?
           ORDER BY position DESC
           LIMIT ?
          """;

  private static final String OF_ALL =
      SELECT
          + """
           WHERE project = ?
             AND (? = '' OR environment = ?) AND (? = '' OR actor = ?) AND (? = '' OR kind = ?)
             AND (? = '' OR changed = ? AND key = ?)
             AND time >= ?::timestamptz AND time < ?::timestamptz
             AND position < ?
           ORDER BY position DESC
           LIMIT ?
          """;

  private static final String OF_VERSION =
      SELECT
          + """
           WHERE project = ? AND environment = ? AND changed = ? AND key = ? AND version = ?
           ORDER BY position DESC
           LIMIT 1
          """;

  private static final String LISTS =
      """
      SELECT time, kind, instructions
        FROM trail
       WHERE project = ? AND environment = ? AND changed = ? AND key = ?
       ORDER BY position DESC
       LIMIT ?
      """;

  private static final String AHEAD =
      SELECT
          + """
           WHERE project = ? AND position > ?
           ORDER BY position
           LIMIT ?
          """;

  /// In one statement, so that an entry that is recorded meanwhile is in the length as well.
  private static final String END =
      """
      SELECT trail_length, trail_hash,
             (SELECT min(position)
                FROM trail
               WHERE trail.project = project.key AND position NOT BETWEEN 1 AND trail_length
             ) AS outside
        FROM project
       WHERE key = ?
      """;

  private static final String KNOWN =
      """
      SELECT key
        FROM project
       WHERE key = ?
      """;

  private static final String PROJECTS =
      """
      SELECT key
        FROM project
       ORDER BY key
      """;

  /// How many changes of a segment are looked at for what was done to its lists.
  private static final int STEPS = 1_000;

  /// How many entries are read at once, where all are.
  private static final int PIECE = 100;

  private final Postgres postgres;

  /// Reads through this pool.
  public ChangeTrail(Postgres postgres) {
    this.postgres = postgres;
  }

  /// A page of the trail of one flag or segment, newest first. It is shorter where entries are
  /// large.
  ///
  /// @param before the position behind which the page goes on; [Long#MAX_VALUE] for the first page
  /// @throws UnreadableEntry when the first one says what this engine never writes
  public Page<TrailEntry> page(
      Scope scope, Changed changed, String key, TimeRange range, long before, int limit) {
    return TrailPiece.read(
        postgres,
        OF_ONE,
        limit,
        scope.project(),
        scope.environment(),
        Names.of(changed),
        key,
        range.fromText(),
        range.toText(),
        before);
  }

  /// The last change of a flag or segment before a time.
  public Optional<ChangeRecord> last(Scope scope, Changed changed, String key, Instant time) {
    var before = new TimeRange(TimeRange.ALL.from(), time);
    return page(scope, changed, key, before, Long.MAX_VALUE, 1).items().stream()
        .map(TrailEntry::change)
        .findFirst();
  }

  /// The change that made a version of a flag or segment.
  public Optional<ChangeRecord> change(Scope scope, Changed changed, String key, int version) {
    return postgres
        .read(session ->
            session.first(
                OF_VERSION,
                ChangeTrail::entry,
                scope.project(),
                scope.environment(),
                Names.of(changed),
                key,
                version))
        .map(TrailEntry::change);
  }

  /// What the last 1,000 changes of a segment did to its lists.
  public ListHistory lists(Scope scope, String segment) {
    List<List<Step>> changes =
        postgres.read(session ->
            session.query(
                LISTS,
                row ->
                    SegmentChangeShape.steps(
                        row.time("time"), row.text("kind"), row.text("instructions")),
                scope.project(),
                scope.environment(),
                Names.of(Changed.SEGMENT),
                segment,
                STEPS + 1));
    return new ListHistory(
        changes.stream().limit(STEPS).flatMap(List::stream).toList(), changes.size() <= STEPS);
  }

  /// A page of a project's trail, newest first. It is shorter where entries are large.
  ///
  /// @param before the position behind which the page goes on; [Long#MAX_VALUE] for the first page
  /// @throws UnreadableEntry when the first one says what this engine never writes
  public Page<TrailEntry> page(
      String project, Filter filter, TimeRange range, long before, int limit) {
    String changed = filter.key().isEmpty() ? "" : Names.of(filter.changed());
    return TrailPiece.read(
        postgres,
        OF_ALL,
        limit,
        project,
        filter.environment(),
        filter.environment(),
        filter.actor(),
        filter.actor(),
        filter.kind(),
        filter.kind(),
        changed,
        changed,
        filter.key(),
        range.fromText(),
        range.toText(),
        before);
  }

  /// Which entries to find; what is empty goes for all.
  ///
  /// @param environment those of this environment
  /// @param actor those that this actor asked for
  /// @param kind those of this kind
  /// @param changed what the key is of
  /// @param key those of the flag or segment with this key
  public record Filter(
      String environment, String actor, String kind, Changed changed, String key) {}

  /// All entries of a project from the first one on. No more than a few are in memory at once.
  ///
  /// @throws UnreadableEntry at the first that says what this engine never writes
  public void each(String project, Consumer<TrailEntry> reader) {
    long last = 0;
    List<TrailEntry> piece = ahead(project, last);
    while (!piece.isEmpty()) {
      piece.forEach(reader);
      last = piece.getLast().position();
      piece = ahead(project, last);
    }
  }

  /// Verifies every entry of a project that was recorded by now; empty when there is no such
  /// project.
  public Optional<TrailVerdict> verify(String project) {
    return postgres
        .read(session -> session.first(END, Extent::of, project))
        .map(extent -> extent.verdict(verify(project, extent.end())));
  }

  /// What `project` says of its trail, and what the trail says of itself.
  ///
  /// @param outside the first entry that is none of those that `project` counts
  private record Extent(TrailEnd end, OptionalLong outside) {
    static Extent of(Row row) throws SQLException {
      return new Extent(TrailEnd.of(row), row.optionalNumber("outside"));
    }

    TrailVerdict verdict(TrailVerdict ofInside) {
      return switch (ofInside) {
        case TrailVerdict.Broken broken -> broken;
        case TrailVerdict.Intact intact ->
            outside.isEmpty()
                ? intact
                : new TrailVerdict.Broken(
                    outside.getAsLong(),
                    "nobody recorded it: the trail has %d entries".formatted(end.length()));
      };
    }
  }

  private TrailVerdict verify(String project, TrailEnd end) {
    var check = new TrailCheck();
    long last = 0;
    while (last < end.length()) {
      List<TrailEntry> piece;
      try {
        piece = ahead(project, last);
      } catch (UnreadableEntry e) {
        return check.unreadable(e.position());
      }
      if (piece.isEmpty()) {
        break;
      }
      for (TrailEntry entry : piece) {
        if (entry.position() > end.length()) { // recorded meanwhile, or behind one that is missing
          return check.end(end.length(), end.hash());
        }
        Optional<TrailVerdict.Broken> broken = check.next(entry);
        if (broken.isPresent()) {
          return broken.get();
        }
      }
      last = piece.getLast().position();
    }
    return check.end(end.length(), end.hash());
  }

  /// The keys of all projects.
  public List<String> projects() {
    return postgres.read(session -> session.query(PROJECTS, row -> row.text("key")));
  }

  /// Whether there is such a project.
  public boolean exists(String project) {
    return postgres
        .read(session -> session.first(KNOWN, row -> row.text("key"), project))
        .isPresent();
  }

  private List<TrailEntry> ahead(String project, long after) {
    return TrailPiece.read(postgres, AHEAD, PIECE, project, after).items();
  }

  static TrailEntry entry(Row row) throws SQLException {
    long position = row.number("position");
    try {
      return new TrailEntry(position, change(row), row.text("previous"), row.text("hash"));
    } catch (IllegalArgumentException e) {
      throw new UnreadableEntry(row.text("project"), position, e);
    }
  }

  private static ChangeRecord change(Row row) throws SQLException {
    String changed = row.text("changed");
    return new ChangeRecord(
        row.time("time"),
        new Scope(row.text("project"), row.text("environment")),
        Names.changed(changed)
            .orElseThrow(() -> new IllegalArgumentException("a change of a " + changed)),
        row.text("key"),
        new Author(row.text("actor"), row.text("request_id"), row.text("comment")),
        row.text("kind"),
        row.integer("version"),
        row.text("instructions"),
        row.text("before"),
        row.text("after"));
  }
}
