package featureflags.evalservice;

import featureflags.catalog.Delta;
import featureflags.catalog.Document;
import featureflags.catalog.DocumentName;
import featureflags.catalog.Scope;
import featureflags.engine.KeyTable;
import featureflags.engine.Ruleset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything needed to evaluate the flags of one environment at one revision. Immutable.
///
/// @param scope where
/// @param revision when
/// @param held the flags as they are stored
/// @param groups the segments as they are stored
/// @param ruleset the compiled form of both
/// @param flawed how many of them could not be read in full
/// @param contents what tells the flags from those of another database that came to the same
///   revision: the sum of their texts' hashes
record Snapshot(
    Scope scope,
    long revision,
    KeyTable<LiveFlag> held,
    KeyTable<LiveSegment> groups,
    Ruleset ruleset,
    int flawed,
    long contents) {
  /// A snapshot from nothing.
  ///
  /// @param whole a delta from revision 0
  static Snapshot of(Delta whole) {
    return new Snapshot(whole.scope(), 0, KeyTable.empty(), KeyTable.empty(), Ruleset.empty(), 0, 0)
        .with(whole);
  }

  /// The snapshot that the delta leads to. What has the version that is here already is neither
  /// read nor compiled again. A delta from revision 0 is all there is.
  Snapshot with(Delta delta) {
    var edit = new SnapshotEdit(this);
    edit.put(delta.changed());
    (delta.from() > 0 ? delta.removed() : missing(delta)).forEach(edit::remove);
    return edit.build(delta.to());
  }

  /// What is here and not in a whole snapshot.
  private List<DocumentName> missing(Delta whole) {
    var there = new HashSet<DocumentName>();
    whole.changed().forEach(document -> there.add(document.name()));
    return versions().keySet().stream().filter(name -> !there.contains(name)).toList();
  }

  /// The version of each document.
  Map<DocumentName, Integer> versions() {
    var versions = new HashMap<DocumentName, Integer>();
    for (LiveFlag flag : flags()) {
      Document document = flag.document();
      versions.put(document.name(), document.version());
    }
    segments().forEach(segment -> segment.addVersions(versions));
    return versions;
  }

  Optional<LiveFlag> flag(String key) {
    return held.find(key);
  }

  Optional<LiveSegment> segment(String key) {
    return groups.find(key);
  }

  /// The flags, in no order.
  List<LiveFlag> flags() {
    return held.values();
  }

  /// The keys of the flags, sorted.
  List<String> keys() {
    return flags().stream().map(flag -> flag.document().key()).sorted().toList();
  }

  /// The segments, in no order.
  List<LiveSegment> segments() {
    return groups.values();
  }

  /// What this engine could not read in full, or cannot evaluate soundly, each told from what could
  /// be made of it; sorted.
  List<String> quarantinedNames() {
    if (quarantined() == 0) {
      return List.of();
    }
    var names = new ArrayList<String>();
    for (LiveFlag flag : flags()) {
      if (!flag.flaw().isEmpty()) {
        names.add("%s/%s".formatted(flag.getClass().getSimpleName(), flag.document().key()));
      }
    }
    for (LiveSegment segment : segments()) {
      if (!segment.flaw().isEmpty()) {
        names.add("segment/" + segment.key());
      }
    }
    ruleset.unsound().keySet().forEach(key -> names.add("unsound/" + key));
    names.sort(null);
    return names;
  }

  /// How many flags and segments this engine could not read in full, or cannot evaluate soundly.
  long quarantined() {
    return (long) flawed + ruleset.unsound().size();
  }
}
