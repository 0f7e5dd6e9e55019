package featureflags.redis;

import featureflags.catalog.Scope;

/// Every name in Redis. Nobody else writes under `featureflags:`.
///
/// The names are made for one server, not for a cluster: the script that applies a delta writes two
/// of them at once.
final class Keys {
  /// A hash: the cached revision of each scope.
  static final String REVISIONS = "featureflags:revisions";

  /// A channel: what changed.
  static final String CHANGES = "featureflags:changes";

  /// A stream: packed evaluation events.
  static final String EVALUATIONS = "featureflags:evaluations";

  /// The consumer group of all audit-workers.
  static final String AUDIT = "audit";

  /// The field of a scope's hash that holds its revision. No flag has such a key.
  static final String REVISION = "@revision";

  /// The field of a stream entry that holds its events.
  static final String EVENTS = "e";

  private Keys() {}

  /// A hash: the flags of a scope, and its revision.
  static String flags(Scope scope) {
    return "featureflags:flags:" + scope;
  }
}
