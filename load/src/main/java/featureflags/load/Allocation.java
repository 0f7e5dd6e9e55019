package featureflags.load;

import featureflags.report.Table;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// How much a server allocates for a request, all of its threads together, and what it holds after
/// its load.
final class Allocation implements Part {
  private static final int CONNECTIONS = 16;
  private static final double LIMIT = 2_048;

  private final Arena arena;
  private final Contest contest;
  private final Pace pace;

  Allocation(Arena arena, Pace pace) {
    this.arena = arena;
    this.contest = arena.contest(arena.single());
    this.pace = pace;
  }

  @Override
  public Finding measure() {
    Client client =
        new Bundled(
            arena.site().jvm(),
            arena.site().pinning(),
            new Rhythm.Closed(),
            Duration.ZERO,
            contest.file());
    Rounds.drive(
        "allocation: warming up, turns",
        pace.warmUps(),
        contest.sides(),
        side -> client.drive(side, CONNECTIONS, pace.turn()),
        arena.settling());
    Progress.say("allocation: counting");
    Map<Side, Double> bytes =
        contest.sides().stream()
            .collect(Collectors.toMap(side -> side, side -> perRequest(side, client)));
    return finding(bytes);
  }

  private double perRequest(Side side, Client client) {
    try (var allocated = AllocatedBytes.of(side.server())) {
      long before = allocated.now();
      Drive drive = client.drive(side, CONNECTIONS, pace.turn());
      arena.settle(side);
      return (double) (allocated.now() - before) / drive.answered();
    }
  }

  private Finding finding(Map<Side, Double> bytes) {
    var table = Table.of("server", "bytes a request", "over bare", "over chassis", "resident, MB");
    double bare = bytes.getOrDefault(contest.bare(), Double.NaN);
    double chassis = bytes.getOrDefault(contest.chassis(), Double.NaN);
    for (Side side : contest.sides()) {
      double own = bytes.getOrDefault(side, Double.NaN);
      table.row(
          side.name(),
          Table.bytes(own),
          Table.bytes(own - bare),
          Table.bytes(own - chassis),
          Table.bytes(side.server().residentMegabytes()));
    }
    double ours = bytes.getOrDefault(contest.audited(), Double.NaN);
    return new Finding(
        table.toString(),
        List.of(Goal.atMost(LIMIT, "bytes a request over bare", Spread.of(ours - bare))));
  }
}
