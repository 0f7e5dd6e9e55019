package featureflags.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The compiled flags and segments of one environment, as one evaluation sees them: immutable, safe
/// for any number of threads. Flags refer to each other and to segments by key, so each of them
/// changes alone.
public final class Ruleset {
  private static final Ruleset EMPTY =
      new Ruleset(KeyTable.empty(), KeyTable.empty(), Map.of(), Map.of());

  private final KeyTable<CompiledFlag> flags;
  private final KeyTable<CompiledSegment> segments;

  /// Flags that cannot be evaluated soundly as they are, and why. Stand-ins are in the table.
  private final Map<String, CompiledFlag> setAside;

  private final Map<String, String> unsound;

  private Ruleset(
      KeyTable<CompiledFlag> flags,
      KeyTable<CompiledSegment> segments,
      Map<String, CompiledFlag> setAside,
      Map<String, String> unsound) {
    this.flags = flags;
    this.segments = segments;
    this.setAside = setAside;
    this.unsound = unsound;
  }

  /// Without flags and segments.
  public static Ruleset empty() {
    return EMPTY;
  }

  /// The flag with this key.
  public Optional<CompiledFlag> flag(String key) {
    return Optional.ofNullable(flags.get(key));
  }

  /// All flags, in no order.
  public List<CompiledFlag> flags() {
    return flags.values();
  }

  /// Flags that are quarantined for what they depend on, a circle perhaps, and why each of them is.
  /// Nothing that was checked when it was saved is among them.
  public Map<String, String> unsound() {
    return unsound;
  }

  @Nullable CompiledFlag findFlag(String key) {
    return flags.get(key);
  }

  @Nullable CompiledSegment findSegment(String key) {
    return segments.get(key);
  }

  /// A copy to change.
  public Edit edit() {
    return new Edit(this);
  }

  /// A ruleset in the making.
  public static final class Edit {
    private final KeyTable.Edit<CompiledFlag> flags;
    private final KeyTable.Edit<CompiledSegment> segments;
    private final Ruleset old;

    /// What was set aside and has not been replaced since.
    private final Map<String, CompiledFlag> setAside;

    private boolean dependenciesChanged;

    private Edit(Ruleset old) {
      this.old = old;
      this.flags = old.flags.edit();
      this.segments = old.segments.edit();
      this.setAside = new HashMap<>(old.setAside);
    }

    /// Sets a flag.
    public Edit put(CompiledFlag flag) {
      note(flag.key(), !flag.dependsOn().isEmpty());
      flags.put(flag.key(), flag);
      return this;
    }

    /// Takes a flag out, if it is there.
    public Edit removeFlag(String key) {
      note(key, false);
      flags.remove(key);
      return this;
    }

    /// Sets a segment.
    public Edit put(CompiledSegment segment) {
      segments.put(segment.key(), segment);
      return this;
    }

    /// Takes a segment out, if it is there.
    public Edit removeSegment(String key) {
      segments.remove(key);
      return this;
    }

    private void note(String key, boolean dependent) {
      CompiledFlag before = old.flags.get(key);
      boolean wasDependent = before != null && !before.dependsOn().isEmpty();
      boolean wasAside = setAside.remove(key) != null;
      dependenciesChanged |= dependent || wasDependent || wasAside;
    }

    /// The ruleset. It is done: this edit may not go on.
    public Ruleset build() {
      KeyTable<CompiledFlag> built = flags.build();
      return dependenciesChanged
          ? sound(built)
          : new Ruleset(built, segments.build(), old.setAside, old.unsound);
    }

    private Ruleset sound(KeyTable<CompiledFlag> built) {
      var dependent = new HashMap<String, CompiledFlag>();
      var edges = new HashMap<String, List<String>>();
      for (CompiledFlag each : built.values()) {
        // What was set aside is judged anew, unless it was replaced.
        CompiledFlag whole = setAside.getOrDefault(each.key(), each);
        if (!whole.dependsOn().isEmpty()) {
          dependent.put(whole.key(), whole);
          edges.put(whole.key(), whole.dependsOn());
        }
      }
      Map<String, String> unsound = Map.copyOf(new Dependencies(edges).unsound());
      var aside = new HashMap<String, CompiledFlag>();
      var edit = built.edit();
      dependent.forEach((key, whole) -> {
        boolean isUnsound = unsound.containsKey(key);
        edit.put(key, isUnsound ? whole.standIn() : whole);
        if (isUnsound) {
          aside.put(key, whole);
        }
      });
      return new Ruleset(edit.build(), segments.build(), Map.copyOf(aside), unsound);
    }
  }
}
