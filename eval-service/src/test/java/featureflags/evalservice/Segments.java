package featureflags.evalservice;

import featureflags.catalog.Document;
import featureflags.catalog.DocumentName;
import featureflags.catalog.KeyCount;
import featureflags.catalog.SegmentDraft;
import featureflags.catalog.SegmentEntry;
import featureflags.catalog.SegmentList;
import featureflags.engine.Condition;
import featureflags.json.SegmentEntryShape;
import java.time.Instant;
import java.util.UUID;

/// Segments, and documents of them as the stores carry them.
final class Segments {
  private Segments() {}

  static SegmentDraft segment(String key) {
    return new SegmentDraft(key, key, "", Condition.NOBODY);
  }

  /// A definition with so many parts in each list.
  static Document definition(String key, int version, int parts) {
    var count = new KeyCount(parts, parts);
    return SegmentEntryShape.document(
        new SegmentEntry(segment(key), count, count, version, Instant.EPOCH, Instant.EPOCH));
  }

  static Document part(String key, SegmentList list, int index, int version, String... keys) {
    return new Document(
        new DocumentName.OfPart(key, list, index),
        version,
        keys.length == 0 ? "" : String.join("\n", keys) + "\n");
  }

  /// One of many different ids of 36 characters.
  static String id(int number) {
    return new UUID(number * 0x9E3779B97F4A7C15L, number * 0xC2B2AE3D27D4EB4FL).toString();
  }
}
