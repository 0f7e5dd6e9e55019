package featureflags.json;

import featureflags.catalog.ChangeRecord;
import featureflags.catalog.TrailEntry;
import featureflags.catalog.TrailVerdict;
import featureflags.engine.Value;

/// The change trail of a project, of flags and segments together.
public final class TrailShape {
  private TrailShape() {}

  /// Writes an entry.
  public static Value write(TrailEntry entry) {
    ChangeRecord change = entry.change();
    var line =
        new Members()
            .put("id", entry.position())
            .put("environment", change.scope().environment())
            .put(Names.of(change.changed()), change.key());
    Members told =
        switch (change.changed()) {
          case FLAG -> ChangeShape.members(line, change);
          case SEGMENT -> SegmentChangeShape.members(line, change);
        };
    return told.put("hash", entry.hash()).build();
  }

  /// Writes what came of verifying a project's trail.
  public static Value write(String project, TrailVerdict verdict) {
    var members = new Members().put("project", project);
    switch (verdict) {
      case TrailVerdict.Intact(long entries, String hash) ->
          members.put("intact", true).put("entries", entries).put("hash", hash);
      case TrailVerdict.Broken(long position, String why) ->
          members
              .put("intact", false)
              .put("firstBroken", new Members().put("id", position).put("why", why).build());
    }
    return members.build();
  }
}
