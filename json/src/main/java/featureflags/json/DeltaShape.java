package featureflags.json;

import featureflags.catalog.Announcement;
import featureflags.catalog.Delta;
import featureflags.catalog.Document;
import featureflags.catalog.DocumentName;
import featureflags.catalog.Scope;
import featureflags.engine.Value;
import java.util.ArrayList;

/// What evaluators are sent: a delta, in the change channel and in the snapshot file, or the number
/// of a revision alone.
public final class DeltaShape {
  private DeltaShape() {}

  /// Writes a delta.
  public static byte[] write(Delta delta) {
    return ValueWriter.bytes(
        place(delta.scope())
            .put("from", delta.from())
            .put("to", delta.to())
            .put("changed", delta.changed().stream().map(DeltaShape::write).toList())
            .put("removed", delta.removed().stream().map(DocumentNameShape::writeAlone).toList())
            .build());
  }

  /// Writes the number of a revision.
  public static byte[] write(Announcement.Named announcement) {
    return ValueWriter.bytes(
        place(announcement.scope()).put("to", announcement.revision()).build());
  }

  /// Reads a delta.
  ///
  /// @throws InvalidDocument when it is none
  public static Delta readDelta(byte[] document) {
    return switch (read(document)) {
      case Announcement.Carried(Delta delta) -> delta;
      case Announcement.Named _ -> throw new InvalidDocument("/changed", "is missing");
    };
  }

  /// Reads either.
  ///
  /// @throws InvalidDocument when it is none
  public static Announcement read(byte[] document) {
    var violations = new Violations();
    var fields = Fields.of(ValueReader.readStored(document), "", violations);
    String project = fields.requiredKey("project");
    String environment = fields.requiredKey("environment");
    long to = number(fields, "to");
    if (!fields.has("changed")) {
      fields.refuseOthers();
      violations.check();
      return new Announcement.Named(new Scope(project, environment), to);
    }
    long from = number(fields, "from");
    var changed = new ArrayList<Document>();
    fields.each(
        "changed",
        Integer.MAX_VALUE,
        (value, pointer) -> changed.add(readDocument(Fields.of(value, pointer, violations))));
    var removed = new ArrayList<DocumentName>();
    fields.each(
        "removed",
        Integer.MAX_VALUE,
        (value, pointer) -> removed.add(DocumentNameShape.readAlone(value, pointer, violations)));
    if (to < from) {
      fields.wrong("to", "%d is before 'from', %d".formatted(to, from), to);
    }
    fields.refuseOthers();
    violations.check();
    return new Announcement.Carried(
        new Delta(new Scope(project, environment), from, to, changed, removed));
  }

  private static Members place(Scope scope) {
    return new Members().put("project", scope.project()).put("environment", scope.environment());
  }

  private static Value write(Document document) {
    return DocumentNameShape.write(document.name())
        .put("version", document.version())
        .put("text", document.text())
        .build();
  }

  private static Document readDocument(Fields fields) {
    var document =
        new Document(
            DocumentNameShape.read(fields),
            fields.integer("version", 0),
            fields.requiredText("text", Integer.MAX_VALUE));
    fields.refuseOthers();
    return document;
  }

  private static long number(Fields fields, String name) {
    return fields.value(name) instanceof Value.Whole(long number) && number >= 0
        ? number
        : fields.wrong(name, "must be a whole number, 0 or more", 0L);
  }
}
