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

/// Applies deltas to the cache, each by one script. Documents that are too large for one command
/// are brought beforehand, in pieces: each is a field of its name and version, which nobody looks
/// for before the script has written the versions.
final class CacheWrites {
  /// The most characters of documents that go over in one call.
  private static final int PIECE = 1024 * 1024;

  private static final String INCOMPLETE = "INCOMPLETE";

  /// What a scope's own hashes say counts, since the server may have evicted any. `HSET` goes in
  /// pieces because Lua cannot unpack a long list.
  private static final String APPLY =
      """
      local documents, versions, revisions = KEYS[1], KEYS[2], KEYS[3]
      local scope, from, to = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
      local changed, brought = tonumber(ARGV[4]), tonumber(ARGV[5])
      local inline = 6 + 2 * changed
      local removed = inline + 2 * (changed - brought)
      local cached = redis.call('HGET', versions, '@revision')
      if cached ~= redis.call('HGET', documents, '@revision') then
        cached = false
      end
      local current = tonumber(cached or '0')
      local outcome = 'APPLIED'
      if current > to or (cached and current == to) then
        redis.call('HSET', revisions, scope, cached)
        outcome = 'ALREADY_THERE'
      elseif current < from then
        outcome = 'GAP'
      end
      if outcome ~= 'APPLIED' then
        for i = 6, 5 + 2 * brought, 2 do
          if redis.call('HGET', versions, ARGV[i]) ~= ARGV[i + 1] then
            redis.call('HDEL', documents, ARGV[i] .. '@' .. ARGV[i + 1])
          end
        end
        return redis.status_reply(outcome)
      end
      for i = 6, 5 + 2 * brought, 2 do
        if redis.call('HEXISTS', documents, ARGV[i] .. '@' .. ARGV[i + 1]) == 0 then
          return redis.status_reply('INCOMPLETE')
        end
      end
      local function forget(field, kept)
        local held = redis.call('HGET', versions, field)
        if held and held ~= kept then
          redis.call('HDEL', documents, field .. '@' .. held)
        end
      end
      local function set(hash, first, last)
        for i = first, last, 1000 do
          redis.call('HSET', hash, unpack(ARGV, i, math.min(i + 999, last)))
        end
      end
      if from == 0 then
        redis.call('DEL', versions)
      else
        for i = 6, inline - 1, 2 do
          forget(ARGV[i], ARGV[i + 1])
        end
      end
      for i = removed, #ARGV do
        forget(ARGV[i])
        redis.call('HDEL', versions, ARGV[i])
      end
      set(versions, 6, inline - 1)
      set(documents, inline, removed - 1)
      if from == 0 then
        for _, held in ipairs(redis.call('HKEYS', documents)) do
          local field, version = string.match(held, '^(.+)@(%d+)$')
          if not field or redis.call('HGET', versions, field) ~= version then
            redis.call('HDEL', documents, held)
          end
        end
      end
      redis.call('HSET', documents, '@revision', ARGV[3])
      redis.call('HSET', versions, '@revision', ARGV[3])
      redis.call('HSET', revisions, scope, ARGV[3])
      return redis.status_reply('APPLIED')
      """;

  private final Redis redis;

  CacheWrites(Redis redis) {
    this.redis = redis;
  }

  Outcome apply(Delta delta) {
    boolean large = size(delta) > PIECE;
    if (large && isThere(delta)) {
      return Outcome.ALREADY_THERE; // nothing needs to be brought to find that out
    }
    if (large) {
      bring(delta);
    }
    String outcome = run(delta.scope(), arguments(delta, large));
    if (outcome.equals(INCOMPLETE)) {
      throw new Unavailable("Redis", new IllegalStateException("what was brought is gone again"));
    }
    return Outcome.valueOf(outcome);
  }

  private static long size(Delta delta) {
    return delta.changed().stream().mapToLong(document -> document.text().length()).sum();
  }

  private boolean isThere(Delta delta) {
    return cached(Keys.versions(delta.scope())) >= delta.to()
        && cached(Keys.documents(delta.scope())) >= delta.to();
  }

  private long cached(String hash) {
    byte[] revision = redis.call(commands -> commands.hget(hash, Keys.REVISION));
    return revision == null
        ? -1
        : CacheReads.understood(() -> Long.parseLong(new String(revision, UTF_8)));
  }

  private void bring(Delta delta) {
    String documents = Keys.documents(delta.scope());
    var piece = new HashMap<String, byte[]>();
    long size = 0;
    for (Document document : delta.changed()) {
      piece.put(Keys.field(document.name(), document.version()), bytes(document.text()));
      size += document.text().length();
      if (size > PIECE) {
        redis.call(commands -> commands.hset(documents, piece));
        piece.clear();
        size = 0;
      }
    }
    if (!piece.isEmpty()) {
      redis.call(commands -> commands.hset(documents, piece));
    }
  }

  private String run(Scope scope, byte[][] arguments) {
    String[] keys = {Keys.documents(scope), Keys.versions(scope), Keys.REVISIONS};
    try {
      return redis.call(
          commands -> commands.evalsha(digest(commands), ScriptOutputType.STATUS, keys, arguments));
    } catch (Unavailable e) {
      if (!(e.getCause() instanceof RedisNoScriptException)) {
        throw e;
      }
      return redis.call(commands -> commands.eval(APPLY, ScriptOutputType.STATUS, keys, arguments));
    }
  }

  private static String digest(RedisAsyncCommands<String, byte[]> commands) {
    return commands.digest(APPLY);
  }

  private static byte[][] arguments(Delta delta, boolean brought) {
    List<byte[]> arguments = new ArrayList<>();
    arguments.add(bytes(delta.scope().toString()));
    arguments.add(bytes(Long.toString(delta.from())));
    arguments.add(bytes(Long.toString(delta.to())));
    arguments.add(bytes(Integer.toString(delta.changed().size())));
    arguments.add(bytes(Integer.toString(brought ? delta.changed().size() : 0)));
    for (Document document : delta.changed()) {
      arguments.add(bytes(Keys.field(document.name())));
      arguments.add(bytes(Integer.toString(document.version())));
    }
    if (!brought) {
      for (Document document : delta.changed()) {
        arguments.add(bytes(Keys.field(document.name(), document.version())));
        arguments.add(bytes(document.text()));
      }
    }
    delta.removed().forEach(name -> arguments.add(bytes(Keys.field(name))));
    return arguments.toArray(byte[][]::new);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
