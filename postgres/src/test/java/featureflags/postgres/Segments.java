package featureflags.postgres;

import featureflags.catalog.DocumentName;
import featureflags.catalog.SegmentDraft;
import featureflags.catalog.SegmentList;
import featureflags.engine.Condition;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/// Segments to store.
final class Segments {
  private Segments() {}

  static SegmentDraft segment(String key) {
    return new SegmentDraft(key, "Name of " + key, "", Condition.NOBODY);
  }

  static ListName included(String segment) {
    return new ListName(Flags.SCOPE, segment, SegmentList.INCLUDED);
  }

  static ListName excluded(String segment) {
    return new ListName(Flags.SCOPE, segment, SegmentList.EXCLUDED);
  }

  static DocumentName part(String segment, int index) {
    return new DocumentName.OfPart(segment, SegmentList.INCLUDED, index);
  }

  static Iterator<String> keys(String... keys) {
    return Arrays.asList(keys).iterator();
  }

  /// So many different keys.
  static List<String> many(int count) {
    return IntStream.range(0, count).mapToObj(i -> "user-" + i).toList();
  }

  /// The same as ids of 36 characters.
  static String id(int number) {
    return new UUID(number * 0x9E3779B97F4A7C15L, number * 0xC2B2AE3D27D4EB4FL).toString();
  }
}
