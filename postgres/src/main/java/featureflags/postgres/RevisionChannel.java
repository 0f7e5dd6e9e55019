package featureflags.postgres;

import featureflags.catalog.Announcement;
import featureflags.catalog.Scope;
import java.sql.SQLException;
import java.util.Optional;

/// What PostgreSQL's `NOTIFY` says when a flag has changed: `project/environment/revision`.
final class RevisionChannel {
  static final String NAME = "revision";

  private RevisionChannel() {}

  static void announce(Session session, Scope scope, long revision) throws SQLException {
    session.query("SELECT pg_notify(?, ?) AS sent", _ -> true, NAME, scope + "/" + revision);
  }

  static Optional<Announcement.Named> read(String payload) {
    String[] parts = payload.split("/", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Announcement.Named(new Scope(parts[0], parts[1]), Long.parseLong(parts[2])));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
