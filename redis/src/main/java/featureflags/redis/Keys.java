package featureflags.redis;

import featureflags.catalog.DocumentName;
import featureflags.catalog.Scope;
import featureflags.catalog.SegmentList;
import featureflags.json.Names;

/// Every name in Redis. Nobody else writes under `featureflags:`.
///
/// The names are made for one server, not for a cluster: the script that applies a delta writes
/// several of them at once.
final class Keys {
  /// A hash: the cached revision of each scope.
  static final String REVISIONS = "featureflags:revisions";

  /// A channel: what changed.
  static final String CHANGES = "featureflags:changes";

  /// A stream: packed evaluation events.
  static final String EVALUATIONS = "featureflags:evaluations";

  /// The consumer group of all audit-workers.
  static final String AUDIT = "audit";

  /// The field of a scope's hashes that holds its revision. No document has such a name.
  static final String REVISION = "@revision";

  private static final String SEGMENT = "#segment/";
  private static final String PART = "#part/";

  /// The field of a stream entry that holds its events.
  static final String EVENTS = "e";

  private Keys() {}

  /// A hash: the documents of a scope by name and version, and its revision.
  static String documents(Scope scope) {
    return "featureflags:documents:" + scope;
  }

  /// A hash: the version of each of a scope's documents, and its revision.
  static String versions(Scope scope) {
    return "featureflags:versions:" + scope;
  }

  /// The field of a document's text, which never changes.
  static String field(DocumentName name, int version) {
    return field(name) + "@" + version;
  }

  /// The field of a document's version: a flag's is its key, and no key can look like another's.
  static String field(DocumentName name) {
    return switch (name) {
      case DocumentName.OfFlag(String key) -> key;
      case DocumentName.OfSegment(String key) -> SEGMENT + key;
      case DocumentName.OfPart(String segment, SegmentList list, int index) ->
          PART + segment + "/" + Names.of(list) + "/" + index;
    };
  }

  /// What the document of a field is of.
  ///
  /// @throws IllegalArgumentException when it is none
  static DocumentName name(String field) {
    if (field.startsWith(SEGMENT)) {
      return new DocumentName.OfSegment(field.substring(SEGMENT.length()));
    }
    if (!field.startsWith(PART)) {
      return new DocumentName.OfFlag(field);
    }
    String[] steps = field.substring(PART.length()).split("/", -1);
    if (steps.length != 3) {
      throw new IllegalArgumentException("'%s' is cached as a part".formatted(field));
    }
    SegmentList list =
        Names.list(steps[1])
            .orElseThrow(
                () -> new IllegalArgumentException("'%s' is cached as a part".formatted(field)));
    return new DocumentName.OfPart(steps[0], list, Integer.parseInt(steps[2]));
  }
}
