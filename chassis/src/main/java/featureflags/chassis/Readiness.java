package featureflags.chassis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Whether a service can do its work now: named checks, and a switch for when it is about to stop.
public final class Readiness {
  /// Asks one thing. Empty means fine, else why not; whatever is thrown counts as not.
  @FunctionalInterface
  public interface Check {
    /// Why not, if not.
    Optional<String> whyNot();

    /// Asks for a sign of life: whatever is thrown is why not.
    static Check answers(Runnable ping) {
      return () -> {
        ping.run();
        return Optional.empty();
      };
    }
  }

  /// What was found out.
  ///
  /// @param ready whether every check was fine and the service is not about to stop
  /// @param checks `ok` or why not, by name
  /// @param notes what else there is to know, by name
  public record Report(boolean ready, Map<String, String> checks, Map<String, String> notes) {
    public Report {
      checks = Map.copyOf(checks);
      notes = Map.copyOf(notes);
    }
  }

  /// Checks to come.
  public static final class Builder {
    private final List<Probe> probes = new ArrayList<>();
    private final Map<String, Supplier<String>> notes = new LinkedHashMap<>();
    private Duration deadline = Duration.ofSeconds(1);

    private Builder() {}

    /// A check that may block; it counts as failed when it takes more than a second.
    public Builder check(String name, Check check) {
      probes.add(Probe.slow(name, check));
      return this;
    }

    /// A check that answers at once, from memory.
    public Builder instant(String name, Check check) {
      probes.add(Probe.instant(name, check));
      return this;
    }

    /// Something to know that makes nobody unready; told at once, from memory.
    public Builder note(String name, Supplier<String> note) {
      notes.put(name, note);
      return this;
    }

    Builder deadline(Duration longest) {
      deadline = longest;
      return this;
    }

    /// The checks so far.
    public Readiness build() {
      return new Readiness(probes, notes, deadline);
    }
  }

  private final List<Probe> probes;
  private final Map<String, Supplier<String>> notes;
  private final Duration deadline;
  private volatile boolean draining;

  private Readiness(List<Probe> probes, Map<String, Supplier<String>> notes, Duration deadline) {
    this.probes = List.copyOf(probes);
    this.notes = new LinkedHashMap<>(notes);
    this.deadline = deadline;
  }

  /// No checks yet.
  public static Builder builder() {
    return new Builder();
  }

  /// From now on the service is not ready, because it is about to stop.
  public void drain() {
    draining = true;
  }

  /// Asks every check, all at the same time.
  public Report report() {
    Map<String, String> results = new LinkedHashMap<>();
    probes.forEach(Probe::begin);
    long end = System.nanoTime() + deadline.toNanos();
    for (Probe probe : probes) {
      results.put(probe.name(), probe.result(end).orElse("ok"));
    }
    boolean fine = results.values().stream().allMatch("ok"::equals);
    Map<String, String> told = new LinkedHashMap<>();
    notes.forEach((name, note) -> told.put(name, note.get()));
    return new Report(fine && !draining, results, told);
  }

  /// Whether no check can block, so that a report costs nothing.
  boolean isInstant() {
    return probes.stream().allMatch(Probe::isInstant);
  }

  boolean isDraining() {
    return draining;
  }
}
