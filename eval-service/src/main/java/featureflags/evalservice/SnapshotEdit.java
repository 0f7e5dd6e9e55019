package featureflags.evalservice;

import featureflags.catalog.Document;
import featureflags.catalog.DocumentName;
import featureflags.engine.KeyTable;
import featureflags.engine.Ruleset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A snapshot in the making: of the one before it all is kept that does not change.
final class SnapshotEdit {
  /// From so many flags on it is worth to read them on all cores.
  private static final int MANY = 64;

  private final Snapshot before;
  private final KeyTable.Edit<LiveFlag> flags;
  private final KeyTable.Edit<LiveSegment> segments;
  private final Ruleset.Edit rules;
  private final Map<String, Touched> touched = new LinkedHashMap<>();
  private int flawed;
  private long contents;

  SnapshotEdit(Snapshot before) {
    this.before = before;
    this.flags = before.held().edit();
    this.segments = before.groups().edit();
    this.rules = before.ruleset().edit();
    this.flawed = before.flawed();
    this.contents = before.contents();
  }

  /// What comes for one segment.
  private record Touched(List<Document> changed, List<DocumentName> removed) {}

  /// Sets what has another version than what is held. Many flags are read at the same time.
  void put(List<Document> documents) {
    var flagsToRead = new ArrayList<Document>();
    for (Document document : documents) {
      switch (document.name()) {
        case DocumentName.OfFlag(String key) -> {
          if (isNew(key, document)) {
            flagsToRead.add(document);
          }
        }
        case DocumentName.OfSegment _, DocumentName.OfPart _ ->
            touched(document.key()).changed().add(document);
      }
    }
    (flagsToRead.size() < MANY ? flagsToRead.stream() : flagsToRead.parallelStream())
        .map(document -> LiveFlag.read(before.scope(), document))
        .forEachOrdered(this::put);
  }

  private boolean isNew(String key, Document document) {
    return before
        .flag(key)
        .filter(held -> held.document().version() == document.version())
        .isEmpty();
  }

  private void put(LiveFlag next) {
    String key = next.document().key();
    Optional<LiveFlag> held = before.flag(key);
    flags.put(key, next);
    next.compile(rules);
    contents += hash(next) - held.map(SnapshotEdit::hash).orElse(0L);
    count(held.map(LiveFlag::flaw).orElse(""), next.flaw());
  }

  void remove(DocumentName name) {
    switch (name) {
      case DocumentName.OfFlag(String key) -> {
        flags.remove(key);
        rules.removeFlag(key);
        contents -= before.flag(key).map(SnapshotEdit::hash).orElse(0L);
        count(before.flag(key).map(LiveFlag::flaw).orElse(""), "");
      }
      case DocumentName.OfSegment _, DocumentName.OfPart _ ->
          touched(name.key()).removed().add(name);
    }
  }

  private static long hash(LiveFlag flag) {
    return flag.document().text().hashCode();
  }

  private Touched touched(String segment) {
    return touched.computeIfAbsent(segment, _ -> new Touched(new ArrayList<>(), new ArrayList<>()));
  }

  private void count(String flawBefore, String flaw) {
    flawed += (flaw.isEmpty() ? 0 : 1) - (flawBefore.isEmpty() ? 0 : 1);
  }

  Snapshot build(long revision) {
    touched.forEach(this::build);
    return new Snapshot(
        before.scope(), revision, flags.build(), segments.build(), rules.build(), flawed, contents);
  }

  private void build(String key, Touched all) {
    LiveSegment held = before.segment(key).orElseGet(() -> LiveSegment.nothing(key));
    LiveSegment next = held.with(all.changed(), all.removed());
    count(held.flaw(), next.flaw());
    next.compile(rules);
    if (next.isNothing()) {
      segments.remove(key);
    } else {
      segments.put(key, next);
    }
  }
}
