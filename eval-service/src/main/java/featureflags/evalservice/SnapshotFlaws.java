package featureflags.evalservice;

import featureflags.catalog.Delta;
import featureflags.catalog.Document;
import featureflags.catalog.DocumentName;
import featureflags.catalog.Scope;
import featureflags.chassis.Log;
import java.util.Optional;

/// Says once what a new snapshot brought that cannot be read, or not be evaluated soundly.
final class SnapshotFlaws {
  private static final Log LOG = Log.of(SnapshotFlaws.class);

  private SnapshotFlaws() {}

  static void warn(Optional<Snapshot> before, Snapshot next, Delta delta) {
    for (Document document : delta.changed()) {
      switch (document.name()) {
        case DocumentName.OfFlag(String key) -> {
          String flaw = next.flag(key).map(LiveFlag::flaw).orElse("");
          String known = before.flatMap(was -> was.flag(key)).map(LiveFlag::flaw).orElse("");
          warn("flag-quarantined", "flag", key, next.scope(), flaw.equals(known) ? "" : flaw);
        }
        case DocumentName.OfSegment(String key) -> {
          String flaw = next.segment(key).map(LiveSegment::flaw).orElse("");
          String known = before.flatMap(was -> was.segment(key)).map(LiveSegment::flaw).orElse("");
          warn("segment-quarantined", "segment", key, next.scope(), flaw.equals(known) ? "" : flaw);
        }
        case DocumentName.OfPart _ -> {}
      }
    }
    next.ruleset()
        .unsound()
        .forEach((key, why) -> {
          boolean known =
              before.filter(was -> was.ruleset().unsound().containsKey(key)).isPresent();
          warn("flag-quarantined", "flag", key, next.scope(), known ? "" : why);
        });
  }

  private static void warn(String event, String what, String key, Scope scope, String why) {
    if (!why.isEmpty()) {
      LOG.warning(event, "scope", scope, what, key, "why", why);
    }
  }
}
