package featureflags.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import featureflags.catalog.Delta;
import featureflags.catalog.Document;
import featureflags.catalog.DocumentName;
import featureflags.catalog.Scope;
import featureflags.catalog.Unavailable;
import featureflags.engine.Key;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The flags and segments of every scope as evaluators load them, at one revision, in Redis.
///
/// A scope is two hashes: the documents, each under its name and version, and the versions that
/// make up the snapshot. Whoever reads looks at the versions first and then fetches, a few at a
/// time, the documents that it does not hold: the same name and version is the same text, so what
/// it has in the end is of one revision, whatever is written meanwhile. The revisions of all scopes
/// are repeated in a hash of their own, so that one small read tells who has fallen behind. One
/// server holds them all: a cluster is not supported.
///
/// The cache may be emptied at any time. What it cannot make sense of is [Unavailable], too: the
/// reader's way out is the same.
public final class SnapshotCache {
  private final Redis redis;
  private final CacheReads reads;
  private final CacheWrites writes;

  /// The cache on that server.
  public SnapshotCache(Redis redis) {
    this.redis = redis;
    this.reads = new CacheReads(redis);
    this.writes = new CacheWrites(redis);
  }

  /// The cached revision of every cached scope.
  ///
  /// @throws Unavailable when Redis cannot say
  public Map<Scope, Long> revisions() {
    Map<String, byte[]> cached = redis.call(commands -> commands.hgetall(Keys.REVISIONS));
    return CacheReads.understood(() -> {
      var revisions = new HashMap<Scope, Long>();
      cached.forEach((scope, revision) ->
          revisions.put(scope(scope), Long.parseLong(new String(revision, UTF_8))));
      return revisions;
    });
  }

  /// All documents of a scope, as a delta from revision 0; empty when the scope is not cached.
  ///
  /// @throws Unavailable when Redis cannot say
  public Optional<Delta> snapshot(Scope scope) {
    return reads.newerThan(scope, -1, Map.of(), _ -> true);
  }

  /// What leads from a snapshot that somebody holds to the cached one. Of what is held nothing is
  /// read again.
  ///
  /// @param revision of the snapshot that is held
  /// @param held the version of each of its documents
  /// @return empty when the scope is not cached, or not further than that
  /// @throws Unavailable when Redis cannot say
  public Optional<Delta> newerThan(Scope scope, long revision, Map<DocumentName, Integer> held) {
    return reads.newerThan(scope, revision, held, _ -> true);
  }

  /// All flags of a scope; empty when the scope is not cached.
  ///
  /// @throws Unavailable when Redis cannot say
  public Optional<List<Document>> flags(Scope scope) {
    return reads
        .newerThan(scope, -1, Map.of(), DocumentName.OfFlag.class::isInstance)
        .map(Delta::changed);
  }

  /// One flag; empty when it is not in use, or its scope is not cached.
  ///
  /// @throws Unavailable when Redis cannot say
  public Optional<Document> flag(Scope scope, String key) {
    return documents(scope, List.of(new DocumentName.OfFlag(key))).stream().findFirst();
  }

  /// The documents of these names, all of one revision; without those that are not there.
  ///
  /// @throws Unavailable when Redis cannot say
  public List<Document> documents(Scope scope, Collection<DocumentName> names) {
    return reads.documents(scope, names.stream().filter(name -> Key.valid(name.key())).toList());
  }

  /// Leads the cached snapshot on, in one step: a reader sees all of the delta or nothing.
  ///
  /// A delta from revision 0 replaces the snapshot. The cache never goes back, however late or out
  /// of order the deltas come. A scope that is not cached counts as being at revision 0.
  ///
  /// @throws Unavailable when Redis does not say what became of it
  public Outcome apply(Delta delta) {
    return writes.apply(delta);
  }

  private static Scope scope(String name) {
    int slash = name.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("'%s' is cached as a scope".formatted(name));
    }
    return new Scope(name.substring(0, slash), name.substring(slash + 1));
  }
}
