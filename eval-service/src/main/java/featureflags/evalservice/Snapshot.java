package featureflags.evalservice;

import featureflags.catalog.Delta;
import featureflags.catalog.Document;
import featureflags.catalog.Scope;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything needed to evaluate the flags of one environment at one revision. Immutable.
final class Snapshot {
  private final Scope scope;
  private final long revision;
  private final Map<String, LiveFlag> flags;
  private final long quarantined;

  private Snapshot(Scope scope, long revision, Map<String, LiveFlag> flags) {
    this.scope = scope;
    this.revision = revision;
    this.flags = flags;
    this.quarantined = flags.values().stream().filter(flag -> !flag.flaw().isEmpty()).count();
  }

  /// A snapshot from nothing.
  ///
  /// @param whole a delta from revision 0
  static Snapshot of(Delta whole) {
    return new Snapshot(whole.scope(), 0, Map.of()).with(whole);
  }

  /// The snapshot that the delta leads to. A flag whose version is the one that is here already is
  /// neither read nor compiled again. A delta from revision 0 is all there is.
  Snapshot with(Delta delta) {
    Map<String, LiveFlag> next = new HashMap<>();
    if (delta.from() > 0) {
      next.putAll(flags);
    }
    for (Document document : delta.changed()) {
      LiveFlag held = flags.get(document.key());
      boolean same = held != null && held.document().version() == document.version();
      next.put(document.key(), same ? held : LiveFlag.of(document));
    }
    delta.removed().forEach(name -> next.remove(name.key()));
    return new Snapshot(delta.scope(), delta.to(), next);
  }

  /// This snapshot as a delta from nothing.
  Delta whole() {
    List<Document> documents = flags.values().stream().map(LiveFlag::document).toList();
    return new Delta(scope, 0, revision, documents, List.of());
  }

  Scope scope() {
    return scope;
  }

  long revision() {
    return revision;
  }

  Optional<LiveFlag> flag(String key) {
    return Optional.ofNullable(flags.get(key));
  }

  /// How many of its flags this engine could not read in full.
  long quarantined() {
    return quarantined;
  }

  Collection<LiveFlag> flags() {
    return flags.values();
  }
}
