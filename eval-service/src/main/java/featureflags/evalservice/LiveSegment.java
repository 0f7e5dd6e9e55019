package featureflags.evalservice;

import featureflags.catalog.Document;
import featureflags.catalog.DocumentName;
import featureflags.catalog.SegmentEntry;
import featureflags.catalog.SegmentList;
import featureflags.catalog.UnreadableSegment;
import featureflags.engine.CompiledSegment;
import featureflags.engine.Ruleset;
import featureflags.json.SegmentEntryShape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A segment as this service holds it beside its compiled form: its definition and its lists.
///
/// @param key its key
/// @param definition what came of reading the definition
/// @param included the keys that are in
/// @param excluded the keys that are out
record LiveSegment(String key, Definition definition, HeldList included, HeldList excluded) {
  /// What came of reading a definition.
  sealed interface Definition {
    /// There is none.
    record Absent() implements Definition {}

    /// It could be read.
    record Read(Document document, SegmentEntry entry) implements Definition {}

    /// It could not be read: nobody is in the segment.
    record Unreadable(Document document, String flaw) implements Definition {}
  }

  /// A segment of which nothing has come yet.
  static LiveSegment nothing(String key) {
    return new LiveSegment(key, new Definition.Absent(), HeldList.EMPTY, HeldList.EMPTY);
  }

  /// The segment with these documents of it changed and those removed. Nothing whose version is the
  /// one that is here already is read again.
  LiveSegment with(List<Document> changed, List<DocumentName> removed) {
    Definition next =
        removed.contains(new DocumentName.OfSegment(key)) ? new Definition.Absent() : definition;
    for (Document document : changed) {
      if (document.name() instanceof DocumentName.OfSegment) {
        next = document.version() == version() ? definition : read(document);
      }
    }
    return new LiveSegment(
        key,
        next,
        with(included, SegmentList.INCLUDED, changed, removed),
        with(excluded, SegmentList.EXCLUDED, changed, removed));
  }

  private static HeldList with(
      HeldList held, SegmentList list, List<Document> changed, List<DocumentName> removed) {
    var parts = new HashMap<Integer, Document>();
    for (Document document : changed) {
      if (document.name() instanceof DocumentName.OfPart part && part.list() == list) {
        parts.put(part.index(), document);
      }
    }
    List<Integer> gone =
        removed.stream()
            .filter(name -> name instanceof DocumentName.OfPart part && part.list() == list)
            .map(name -> ((DocumentName.OfPart) name).index())
            .toList();
    return held.with(parts, gone);
  }

  private Definition read(Document document) {
    try {
      SegmentEntry entry = SegmentEntryShape.read(document);
      return entry.key().equals(key)
          ? new Definition.Read(document, entry)
          : new Definition.Unreadable(
              document, "it says that it is segment '%s'".formatted(entry.key()));
    } catch (UnreadableSegment e) {
      return new Definition.Unreadable(document, String.valueOf(e.getMessage()));
    }
  }

  /// Sets the compiled form.
  void compile(Ruleset.Edit rules) {
    switch (definition) {
      case Definition.Read(_, SegmentEntry entry) ->
          rules.put(
              CompiledSegment.of(
                  entry
                      .draft()
                      .with(
                          included.keys(entry.included().parts()),
                          excluded.keys(entry.excluded().parts()))));
      case Definition.Absent _, Definition.Unreadable _ -> rules.removeSegment(key);
    }
  }

  /// Whether nothing is left of it.
  boolean isNothing() {
    return definition instanceof Definition.Absent
        && included.parts().isEmpty()
        && excluded.parts().isEmpty();
  }

  /// What could not be read of it; empty when all could.
  String flaw() {
    return switch (definition) {
      case Definition.Unreadable(_, String flaw) -> flaw;
      case Definition.Absent _, Definition.Read _ -> "";
    };
  }

  /// The version of its definition; 0 when there is none.
  int version() {
    return definitions().mapToInt(Document::version).sum();
  }

  /// The stored text of its definition, if there is one.
  Stream<Document> definitions() {
    return switch (definition) {
      case Definition.Absent() -> Stream.of();
      case Definition.Read(Document document, _) -> Stream.of(document);
      case Definition.Unreadable(Document document, _) -> Stream.of(document);
    };
  }

  /// The stored texts of its parts, each made when it comes.
  Stream<Document> parts() {
    return Stream.of(SegmentList.values())
        .flatMap(list ->
            list(list).parts().entrySet().stream()
                .map(each ->
                    new Document(
                        new DocumentName.OfPart(key, list, each.getKey()),
                        each.getValue().version(),
                        each.getValue().keys().lines())));
  }

  /// Adds the version of each of its documents.
  void addVersions(Map<DocumentName, Integer> versions) {
    definitions().forEach(document -> versions.put(document.name(), document.version()));
    for (SegmentList list : SegmentList.values()) {
      list(list)
          .parts()
          .forEach((index, part) ->
              versions.put(new DocumentName.OfPart(key, list, index), part.version()));
    }
  }

  private HeldList list(SegmentList list) {
    return switch (list) {
      case INCLUDED -> included;
      case EXCLUDED -> excluded;
    };
  }
}
