package featureflags.json;

import featureflags.catalog.DocumentName;
import featureflags.catalog.SegmentList;
import featureflags.engine.Value;
import java.util.Optional;

/// What a document is of: `{"key": …}` for a flag, `{"segment": …}` for a segment, `{"segment": …,
/// "list": …, "part": …}` for a part of one of its lists.
final class DocumentNameShape {
  private static final DocumentName NONE = new DocumentName.OfFlag("");

  private DocumentNameShape() {}

  static Members write(DocumentName name) {
    return switch (name) {
      case DocumentName.OfFlag(String key) -> new Members().put("key", key);
      case DocumentName.OfSegment(String key) -> new Members().put("segment", key);
      case DocumentName.OfPart(String segment, SegmentList list, int index) ->
          new Members().put("segment", segment).put("list", Names.of(list)).put("part", index);
    };
  }

  /// Writes a name that stands alone: a flag's is its key.
  static Value writeAlone(DocumentName name) {
    return name instanceof DocumentName.OfFlag(String key)
        ? new Value.Text(key)
        : write(name).build();
  }

  static DocumentName readAlone(Value value, String pointer, Violations violations) {
    if (value instanceof Value.Text(String key)) {
      return new DocumentName.OfFlag(key);
    }
    var fields = Fields.of(value, pointer, violations);
    DocumentName name = read(fields);
    fields.refuseOthers();
    return name;
  }

  static DocumentName read(Fields fields) {
    if (!fields.has("segment")) {
      return new DocumentName.OfFlag(fields.requiredText("key", Integer.MAX_VALUE));
    }
    String segment = fields.requiredKey("segment");
    if (!fields.has("list") && !fields.has("part")) {
      return new DocumentName.OfSegment(segment);
    }
    String word = fields.requiredText("list", Integer.MAX_VALUE);
    Optional<SegmentList> list = Names.list(word);
    int index = fields.integer("part", -1);
    if (list.isEmpty()) {
      return fields.wrong("list", "'%s' is no list of a segment".formatted(word), NONE);
    }
    if (index < 0) {
      return fields.wrong("part", "is missing or less than 0", NONE);
    }
    return fields.violations().none() ? new DocumentName.OfPart(segment, list.get(), index) : NONE;
  }
}
