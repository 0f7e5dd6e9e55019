package featureflags.json;

import featureflags.catalog.Document;
import featureflags.catalog.Draft;
import featureflags.catalog.Entry;
import featureflags.catalog.State;
import featureflags.catalog.UnreadableFlag;
import featureflags.engine.Value;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;

/// A stored flag: in answers, in the stores and in the change trail alike.
public final class EntryShape {
  private static final List<String> ABOUT =
      List.of("version", "createdAt", "updatedAt", "archivedAt");

  private EntryShape() {}

  /// Reads a stored flag.
  ///
  /// @throws InvalidDocument when it was written by an engine that knows more than this one, or is
  ///   damaged
  public static Entry read(Value document) {
    var violations = new Violations();
    var fields = Fields.of(document, "", violations);
    int version = fields.integer("version", 0);
    if (version < 1) {
      fields.wrong("version", "is missing or less than 1", "");
    }
    Instant createdAt = time(fields, "createdAt");
    Instant updatedAt = time(fields, "updatedAt");
    State state =
        fields.has("archivedAt")
            ? new State.Archived(time(fields, "archivedAt"))
            : new State.Active();
    Draft draft = DraftShape.read(fields, Origin.STORED);
    return new Entry(draft.flag(), draft.details(), version, createdAt, updatedAt, state);
  }

  /// Reads of a stored flag what an evaluator needs: not its version and times, which are dear to
  /// read for nobody.
  ///
  /// @throws InvalidDocument as [#read(Value)]
  static Draft readDraft(Value document) {
    var fields = Fields.of(document, "", new Violations());
    ABOUT.forEach(fields::given);
    return DraftShape.read(fields, Origin.STORED);
  }

  /// Reads a stored flag from its text.
  ///
  /// @throws UnreadableFlag when this engine cannot read it
  public static Entry read(Document stored) {
    try {
      return read(ValueReader.readStored(stored.text()));
    } catch (InvalidDocument e) {
      throw new UnreadableFlag(stored.key(), e);
    }
  }

  /// Writes a stored flag.
  public static Value.Structure write(Entry entry) {
    var members =
        DraftShape.write(entry.draft())
            .put("version", entry.version())
            .put("createdAt", entry.createdAt())
            .put("updatedAt", entry.updatedAt());
    switch (entry.state()) {
      case State.Active() -> {}
      case State.Archived(Instant at) -> members.put("archivedAt", at);
    }
    return members.build();
  }

  /// Writes a flag that has just been stored, with what is odd about it. The stored form has no
  /// warnings.
  public static Value.Structure writeSaved(Entry entry, List<Warning> warnings) {
    var members = new Members();
    write(entry).fields().forEach(members::put);
    return members.put("warnings", warnings.stream().map(EntryShape::write).toList()).build();
  }

  private static Value write(Warning warning) {
    return new Members().put("pointer", warning.pointer()).put("detail", warning.message()).build();
  }

  static Instant time(Fields fields, String name) {
    String text = fields.requiredText(name, 64);
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      return fields.wrong(name, "'%s' is not a time in RFC 3339".formatted(text), Instant.EPOCH);
    }
  }
}
