package featureflags.flagapi;

import featureflags.catalog.Document;
import featureflags.catalog.DocumentName;
import featureflags.catalog.Entry;
import featureflags.catalog.Page;
import featureflags.catalog.Scope;
import featureflags.catalog.SegmentEntry;
import featureflags.catalog.Unavailable;
import featureflags.catalog.UnreadableFlag;
import featureflags.catalog.UnreadableSegment;
import featureflags.engine.Condition;
import featureflags.engine.Context;
import featureflags.engine.Flag;
import featureflags.engine.References;
import featureflags.engine.Ruleset;
import featureflags.json.EntryShape;
import featureflags.json.SegmentEntryShape;
import featureflags.postgres.Documents;
import featureflags.postgres.FlagStore;
import featureflags.postgres.FlagStore.Filter;
import featureflags.redis.SnapshotCache;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads flags from PostgreSQL, and while that is away from the cache, which knows those in use.
final class FlagReads {
  private final FlagStore store;
  private final Documents documents;
  private final SnapshotCache cache;

  FlagReads(FlagStore store, Documents documents, SnapshotCache cache) {
    this.store = store;
    this.documents = documents;
    this.cache = cache;
  }

  /// The flag; empty when there is none.
  Optional<Read<Entry>> find(Scope scope, String key) {
    try {
      return store.find(scope, key).map(entry -> new Read<>(entry, false));
    } catch (Unavailable away) {
      Document cached = orAway(away, () -> cache.flag(scope, key).orElseThrow(() -> away));
      return Optional.of(new Read<>(EntryShape.read(cached), true));
    }
  }

  /// A flag that was read, with everything that its evaluation for a context can ask for.
  Read<Ruleset> surroundings(Scope scope, Read<Entry> entry, Context context) {
    Flag flag = entry.value().flag();
    if (entry.stale()) {
      return new Read<>(cached(scope, flag, context), true);
    }
    try {
      return new Read<>(
          Surroundings.of(flag, context, names -> documents.find(scope, names)), false);
    } catch (Unavailable away) {
      return new Read<>(orAway(away, () -> cached(scope, flag, context)), true);
    }
  }

  private Ruleset cached(Scope scope, Flag flag, Context context) {
    return Surroundings.of(flag, context, names -> cache.documents(scope, names));
  }

  /// The segments that a flag names and that nobody is in; none while PostgreSQL cannot say, for
  /// they are only asked for to warn of them.
  Set<String> emptySegments(Scope scope, Flag flag) {
    Set<String> segments = References.of(flag).segments();
    if (segments.isEmpty()) {
      return Set.of();
    }
    try {
      return documents
          .find(scope, segments.stream().<DocumentName>map(DocumentName.OfSegment::new).toList())
          .stream()
          .filter(FlagReads::isEmpty)
          .map(Document::key)
          .collect(Collectors.toSet());
    } catch (Unavailable _) {
      return Set.of();
    }
  }

  private static boolean isEmpty(Document segment) {
    try {
      SegmentEntry entry = SegmentEntryShape.read(segment);
      return entry.included().count() == 0 && entry.draft().when().equals(Condition.NOBODY);
    } catch (UnreadableSegment _) {
      return false;
    }
  }

  /// A page of flags; empty when there is no such environment.
  Optional<Read<Page<Document>>> list(Scope scope, Filter filter, String after, int limit) {
    try {
      Page<Document> page = store.list(scope, filter, after, limit);
      return page.items().isEmpty() && !store.exists(scope)
          ? Optional.empty()
          : Optional.of(new Read<>(page, false));
    } catch (Unavailable away) {
      if (filter.archived()) {
        throw away;
      }
      List<Document> flags = orAway(away, () -> cache.flags(scope).orElseThrow(() -> away));
      return Optional.of(new Read<>(page(flags, filter, after, limit), true));
    }
  }

  /// Whether there is such an environment.
  boolean exists(Scope scope) {
    return store.exists(scope);
  }

  private static Page<Document> page(List<Document> flags, Filter filter, String after, int limit) {
    List<Document> oneMore =
        flags.stream()
            .filter(document -> document.key().compareTo(after) > 0)
            .sorted(Comparator.comparing(Document::key))
            .filter(document -> passes(document, filter))
            .limit(limit + 1L)
            .toList();
    return Page.of(oneMore, limit);
  }

  /// A flag that cannot be read passes only where everything does.
  private static boolean passes(Document document, Filter filter) {
    if (filter.tag().isEmpty() && filter.text().isEmpty()) {
      return true;
    }
    try {
      return passes(EntryShape.read(document), filter);
    } catch (UnreadableFlag _) {
      return false;
    }
  }

  private static boolean passes(Entry entry, Filter filter) {
    var details = entry.details();
    String text = filter.text().toLowerCase(Locale.ROOT);
    return (filter.tag().isEmpty() || details.tags().contains(filter.tag()))
        && Stream.of(entry.flag().key(), details.name(), details.description())
            .anyMatch(each -> each.toLowerCase(Locale.ROOT).contains(text));
  }

  /// What the cache has; when it is away too, PostgreSQL's absence is the news.
  private static <T> T orAway(Unavailable away, Supplier<T> cached) {
    try {
      return cached.get();
    } catch (Unavailable cacheAway) {
      if (cacheAway != away) {
        away.addSuppressed(cacheAway);
      }
      throw away;
    }
  }
}
