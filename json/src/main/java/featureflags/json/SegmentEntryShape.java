package featureflags.json;

import featureflags.catalog.Document;
import featureflags.catalog.DocumentName;
import featureflags.catalog.KeyCount;
import featureflags.catalog.SegmentDraft;
import featureflags.catalog.SegmentEntry;
import featureflags.catalog.UnreadableSegment;
import featureflags.engine.Value;
import java.time.Instant;

/// A stored segment, of its lists no more than their sizes: in answers, in the stores and in the
/// change trail alike.
public final class SegmentEntryShape {
  private SegmentEntryShape() {}

  /// Reads a stored segment.
  ///
  /// @throws InvalidDocument when it was written by an engine that knows more than this one, or is
  ///   damaged
  public static SegmentEntry read(Value document) {
    var violations = new Violations();
    var fields = Fields.of(document, "", violations);
    int version = fields.integer("version", 0);
    if (version < 1) {
      fields.wrong("version", "is missing or less than 1", "");
    }
    Instant createdAt = EntryShape.time(fields, "createdAt");
    Instant updatedAt = EntryShape.time(fields, "updatedAt");
    KeyCount included = readCount(fields, "included");
    KeyCount excluded = readCount(fields, "excluded");
    SegmentDraft draft = SegmentDraftShape.read(fields);
    return new SegmentEntry(draft, included, excluded, version, createdAt, updatedAt);
  }

  private static KeyCount readCount(Fields segment, String list) {
    var fields = Fields.of(segment.value(list), segment.at(list), segment.violations());
    int count = fields.integer("count", -1);
    int parts = fields.integer("parts", -1);
    fields.refuseOthers();
    if (!KeyCount.isPossible(count, parts)) {
      return segment.wrong(
          list, "is no number of keys in a number of parts that is a power of two", KeyCount.NONE);
    }
    return new KeyCount(count, parts);
  }

  /// Reads a stored segment from its text.
  ///
  /// @throws UnreadableSegment when this engine cannot read it
  public static SegmentEntry read(Document stored) {
    try {
      return read(ValueReader.readStored(stored.text()));
    } catch (InvalidDocument e) {
      throw new UnreadableSegment(stored.key(), e);
    }
  }

  /// Writes a stored segment.
  public static Value.Structure write(SegmentEntry entry) {
    return SegmentDraftShape.write(entry.draft())
        .put("included", write(entry.included()))
        .put("excluded", write(entry.excluded()))
        .put("version", entry.version())
        .put("createdAt", entry.createdAt())
        .put("updatedAt", entry.updatedAt())
        .build();
  }

  private static Value write(KeyCount keys) {
    return new Members().put("count", keys.count()).put("parts", keys.parts()).build();
  }

  /// The document that the stores keep of it.
  public static Document document(SegmentEntry entry) {
    return new Document(
        new DocumentName.OfSegment(entry.key()), entry.version(), ValueWriter.text(write(entry)));
  }
}
