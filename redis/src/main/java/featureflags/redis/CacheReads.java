package featureflags.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import featureflags.catalog.Delta;
import featureflags.catalog.Document;
import featureflags.catalog.DocumentName;
import featureflags.catalog.Scope;
import featureflags.catalog.Unavailable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Reads from the cache: the versions first, then the documents, in pieces that each fit into a
/// call's deadline. What is gone by then was written anew, and so were the versions: it looks
/// again.
final class CacheReads {
  /// How much is asked for at once: a part of a list counts as many flags.
  private static final int PIECE = 1_024;

  private static final int PART = 16;

  /// How often the cache may be written while it is read.
  private static final int ROUNDS = 20;

  private final Redis redis;

  CacheReads(Redis redis) {
    this.redis = redis;
  }

  /// What leads on from a snapshot, of the documents that are wanted. Empty when the scope is not
  /// cached, or not further.
  Optional<Delta> newerThan(
      Scope scope, long revision, Map<DocumentName, Integer> held, Predicate<DocumentName> wanted) {
    Map<DocumentName, Integer> kept = revision <= 0 ? Map.of() : held; // from 0 it is all there is
    var read = new Read(scope);
    while (true) {
      Index index = index(scope);
      if (index.revision() <= revision) {
        return Optional.empty();
      }
      var named = new HashMap<DocumentName, Integer>();
      index
          .versions()
          .forEach((name, version) -> {
            if (wanted.test(name) && !version.equals(kept.get(name))) {
              named.put(name, version);
            }
          });
      if (read.has(named, index.revision())) {
        List<DocumentName> removed =
            kept.keySet().stream().filter(name -> !index.versions().containsKey(name)).toList();
        return Optional.of(
            new Delta(
                scope, Math.max(revision, 0), index.revision(), read.documents(named), removed));
      }
    }
  }

  /// The documents of these names, all of one revision.
  List<Document> documents(Scope scope, List<DocumentName> names) {
    var read = new Read(scope);
    while (!names.isEmpty()) {
      Index index = index(scope, names);
      if (read.has(index.versions(), index.revision())) {
        return read.documents(index.versions());
      }
    }
    return List.of();
  }

  private Index index(Scope scope) {
    Map<String, byte[]> cached = redis.call(commands -> commands.hgetall(Keys.versions(scope)));
    return understood(() -> Index.of(cached));
  }

  private Index index(Scope scope, List<DocumentName> names) {
    var fields = new ArrayList<>(names.stream().map(Keys::field).toList());
    fields.add(Keys.REVISION);
    var found =
        redis.call(commands -> commands.hmget(Keys.versions(scope), fields.toArray(String[]::new)));
    var cached = new HashMap<String, byte[]>();
    found.stream()
        .filter(field -> field.hasValue())
        .forEach(field -> cached.put(field.getKey(), field.getValue()));
    return understood(() -> Index.of(cached));
  }

  /// What was made of what Redis said.
  ///
  /// @throws Unavailable when nothing can be made of it
  static <T> T understood(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (IllegalArgumentException e) {
      throw new Unavailable("Redis", e);
    }
  }

  /// What there is in a scope.
  ///
  /// @param revision −1 when it is not cached
  private record Index(long revision, Map<DocumentName, Integer> versions) {
    static Index of(Map<String, byte[]> cached) {
      long revision = -1;
      var versions = new HashMap<DocumentName, Integer>();
      for (var each : cached.entrySet()) {
        String number = new String(each.getValue(), UTF_8);
        if (each.getKey().equals(Keys.REVISION)) {
          revision = Long.parseLong(number);
        } else {
          versions.put(Keys.name(each.getKey()), Integer.parseInt(number));
        }
      }
      return new Index(revision, versions);
    }
  }

  /// The documents that were found so far.
  private final class Read {
    private final Scope scope;
    private final Map<DocumentName, Document> found = new HashMap<>();
    private int rounds;
    private long last = -1;

    Read(Scope scope) {
      this.scope = scope;
    }

    /// Whether all of these are found; otherwise it looks for those that are not.
    boolean has(Map<DocumentName, Integer> named, long revision) {
      var missing = new HashMap<>(named);
      found.forEach((name, document) -> missing.remove(name, document.version()));
      if (missing.isEmpty()) {
        return true;
      }
      if (++rounds > ROUNDS) {
        throw unreadable("the cache of %s does not hold still");
      }
      if (revision == last) {
        throw unreadable("the cache of %s has lost documents");
      }
      last = revision;
      fetch(List.copyOf(missing.entrySet()));
      return false;
    }

    private Unavailable unreadable(String why) {
      return new Unavailable("Redis", new IllegalStateException(why.formatted(scope)));
    }

    List<Document> documents(Map<DocumentName, Integer> named) {
      return found.values().stream().filter(each -> named.containsKey(each.name())).toList();
    }

    private void fetch(List<Map.Entry<DocumentName, Integer>> missing) {
      var piece = new ArrayList<Map.Entry<DocumentName, Integer>>();
      int weight = 0;
      for (var each : missing) {
        piece.add(each);
        weight += each.getKey() instanceof DocumentName.OfPart ? PART : 1;
        if (weight >= PIECE) {
          fetchAtOnce(piece);
          piece.clear();
          weight = 0;
        }
      }
      if (!piece.isEmpty()) {
        fetchAtOnce(piece);
      }
    }

    private void fetchAtOnce(List<Map.Entry<DocumentName, Integer>> piece) {
      String[] fields =
          piece.stream()
              .map(each -> Keys.field(each.getKey(), each.getValue()))
              .toArray(String[]::new);
      var values = redis.call(commands -> commands.hmget(Keys.documents(scope), fields));
      for (int i = 0; i < fields.length; i++) {
        if (values.get(i).hasValue()) {
          DocumentName name = piece.get(i).getKey();
          String text = new String(values.get(i).getValue(), UTF_8);
          found.put(name, new Document(name, piece.get(i).getValue(), text));
        }
      }
    }
  }
}
