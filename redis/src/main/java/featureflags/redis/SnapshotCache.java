package featureflags.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import featureflags.catalog.Delta;
import featureflags.catalog.Document;
import featureflags.catalog.Scope;
import featureflags.catalog.Unavailable;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The flags of every scope as evaluators load them, at one revision, in Redis.
///
/// A scope is one hash: a field for each flag in use, and one for the revision. So one read of it
/// is a snapshot, whatever is written meanwhile. The revisions of all scopes are repeated in a hash
/// of their own, so that one small read tells who has fallen behind. One server holds them all: a
/// cluster is not supported.
///
/// The cache may be emptied at any time. What it cannot make sense of is [Unavailable], too: the
/// reader's way out is the same.
public final class SnapshotCache {
  /// Both hashes in one step. What a scope's own hash says counts, since the server may have
  /// evicted either; `HSET` goes in pieces because Lua cannot unpack a long list.
  private static final String APPLY =
      """
      local flags, revisions = KEYS[1], KEYS[2]
      local scope, from, to, fields = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
      local cached = redis.call('HGET', flags, '@revision')
      local current = tonumber(cached or '0')
      if current > to or (cached and current == to) then
        redis.call('HSET', revisions, scope, cached)
        return redis.status_reply('ALREADY_THERE')
      end
      if current < from then
        return redis.status_reply('GAP')
      end
      if from == 0 then
        redis.call('DEL', flags)
      end
      local first, last = 5, 4 + fields
      for i = first, last, 1000 do
        redis.call('HSET', flags, unpack(ARGV, i, math.min(i + 999, last)))
      end
      for i = last + 1, #ARGV, 1000 do
        redis.call('HDEL', flags, unpack(ARGV, i, math.min(i + 999, #ARGV)))
      end
      redis.call('HSET', flags, '@revision', ARGV[3])
      redis.call('HSET', revisions, scope, ARGV[3])
      return redis.status_reply('APPLIED')
      """;

  private final Redis redis;

  /// The cache on that server.
  public SnapshotCache(Redis redis) {
    this.redis = redis;
  }

  /// The cached revision of every cached scope.
  ///
  /// @throws Unavailable when Redis cannot say
  public Map<Scope, Long> revisions() {
    Map<String, byte[]> cached = redis.call(commands -> commands.hgetall(Keys.REVISIONS));
    try {
      var revisions = new HashMap<Scope, Long>();
      cached.forEach((scope, revision) -> revisions.put(scope(scope), number(revision)));
      return revisions;
    } catch (IllegalArgumentException e) {
      throw new Unavailable("Redis", e);
    }
  }

  /// All flags of a scope, as a delta from revision 0; empty when the scope is not cached.
  ///
  /// @throws Unavailable when Redis cannot say
  public Optional<Delta> snapshot(Scope scope) {
    Map<String, byte[]> cached = redis.call(commands -> commands.hgetall(Keys.documents(scope)));
    byte[] revision = cached.remove(Keys.REVISION);
    if (revision == null) {
      return Optional.empty();
    }
    try {
      var documents = new ArrayList<Document>(cached.size());
      cached.forEach((key, value) -> documents.add(document(key, value)));
      return Optional.of(new Delta(scope, 0, number(revision), documents, List.of()));
    } catch (IllegalArgumentException e) {
      throw new Unavailable("Redis", e);
    }
  }

  /// One flag; empty when it is not in use, or its scope is not cached.
  ///
  /// @throws Unavailable when Redis cannot say
  public Optional<Document> flag(Scope scope, String key) {
    if (key.equals(Keys.REVISION)) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(redis.call(commands -> commands.hget(Keys.documents(scope), key)))
          .map(value -> document(key, value));
    } catch (IllegalArgumentException e) {
      throw new Unavailable("Redis", e);
    }
  }

  /// Leads the cached snapshot on, in one step: a reader sees all of the delta or nothing.
  ///
  /// A delta from revision 0 replaces the snapshot. The cache never goes back, however late or out
  /// of order the deltas come. A scope that is not cached counts as being at revision 0.
  ///
  /// @throws Unavailable when Redis does not say what became of it
  public Outcome apply(Delta delta) {
    String[] keys = {Keys.documents(delta.scope()), Keys.REVISIONS};
    byte[][] arguments = arguments(delta);
    String outcome;
    try {
      outcome =
          redis.call(commands ->
              commands.evalsha(digest(commands), ScriptOutputType.STATUS, keys, arguments));
    } catch (Unavailable e) {
      if (!(e.getCause() instanceof RedisNoScriptException)) {
        throw e;
      }
      outcome =
          redis.call(commands -> commands.eval(APPLY, ScriptOutputType.STATUS, keys, arguments));
    }
    return Outcome.valueOf(outcome);
  }

  private static String digest(RedisAsyncCommands<String, byte[]> commands) {
    return commands.digest(APPLY);
  }

  private static byte[][] arguments(Delta delta) {
    var arguments = new ArrayList<byte[]>();
    arguments.add(bytes(delta.scope().toString()));
    arguments.add(bytes(Long.toString(delta.from())));
    arguments.add(bytes(Long.toString(delta.to())));
    arguments.add(bytes(Integer.toString(2 * delta.changed().size())));
    for (Document document : delta.changed()) {
      arguments.add(bytes(Keys.field(document.name())));
      arguments.add(bytes(document.version() + " " + document.text()));
    }
    delta.removed().forEach(name -> arguments.add(bytes(Keys.field(name))));
    return arguments.toArray(byte[][]::new);
  }

  private static Document document(String key, byte[] value) {
    String text = new String(value, UTF_8);
    int space = text.indexOf(' ');
    if (space < 0) {
      throw new IllegalArgumentException("the cached flag '%s' has no version".formatted(key));
    }
    return new Document(
        Keys.name(key), Integer.parseInt(text, 0, space, 10), text.substring(space + 1));
  }

  private static Scope scope(String name) {
    int slash = name.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("'%s' is cached as a scope".formatted(name));
    }
    return new Scope(name.substring(0, slash), name.substring(slash + 1));
  }

  private static long number(byte[] text) {
    return Long.parseLong(new String(text, UTF_8));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
