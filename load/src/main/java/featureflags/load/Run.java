package featureflags.load;

import java.util.List;
import java.util.Optional;

/// One run over one site: the flags are there, and servers start when first needed.
final class Run {
  private final Site site;
  private final Pace pace;
  private final Flags flags;
  private Optional<Arena> arena = Optional.empty();

  private Run(Site site, Pace pace) {
    this.site = site;
    this.pace = pace;
    this.flags = new Flags(pace.flags());
  }

  /// Creates the flags.
  static Run begin(Site site, Pace pace) {
    var run = new Run(site, pace);
    try (Server flagApi = site.startFlagApi()) {
      run.flags.createAll(flagApi.port());
    }
    return run;
  }

  Finding measure(Topic topic) {
    Part part =
        switch (topic) {
          case EVALUATE ->
              new Throughput(
                  arena(),
                  arena().single(),
                  new Throughput.Promise(0.8, true, List.of(16, 64)),
                  pace);
          case BATCH ->
              new Throughput(
                  arena(), arena().batch(), new Throughput.Promise(0.4, false, List.of(16)), pace);
          case ALLOCATION -> new Allocation(arena(), pace);
          case START -> new Start(site, flags, pace.starts());
          case CHANGE -> new Change(arena(), flags, pace.changes());
          case STREAMS -> new Streams(arena(), pace);
          case DRAIN -> new Drain(arena(), pace);
          case TRAIL -> new Trail(site, flags, pace);
        };
    return part.measure();
  }

  private Arena arena() {
    Arena known = arena.orElseGet(() -> new Arena(site, flags));
    arena = Optional.of(known);
    return known;
  }
}
