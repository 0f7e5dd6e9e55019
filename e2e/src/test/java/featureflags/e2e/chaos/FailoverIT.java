package featureflags.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import featureflags.embedded.Durability;
import featureflags.embedded.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A Redis that dies while its replica is behind, and the replica that takes its place.
@Tag("chaos")
@Tag("long")
@Timeout(120)
class FailoverIT {
  private static final int PER_SECOND = 300;
  private static final Duration CALM = Duration.ofSeconds(3);
  private static final Duration STALLED = Duration.ofSeconds(5);

  @TempDir Path folder;

  /// What the failover did.
  ///
  /// @param answered how many evaluations were answered well
  private record Outcome(long answered, long errors, Rig.Loss loss) {}

  /// Row 6.
  @Test
  void confirmedEventsSurviveAReplicaThatWasBehind() throws IOException {
    Outcome confirmed = failOver("confirmed");

    assertThat(confirmed.errors()).isZero();
    assertThat(confirmed.loss()).isEqualTo(Rig.Loss.NONE);
    Reliability.row(
        6,
        "Redis replica stalled, primary killed, replica promoted; `confirmed`",
        "%,d evaluations, errors 0; lost 0, duplicates 0".formatted(confirmed.answered()));
  }

  /// Row 6, where it must not hold.
  @Test
  void othersDoNot() throws IOException {
    Outcome async = failOver("async");

    assertThat(async.errors()).isZero();
    assertThat(async.loss().missing()).isNotEmpty();
    assertThat(async.loss().repeated()).isEmpty();
    Reliability.rowBehind(
        6,
        "The same with `async`",
        "%,d evaluations, errors 0; lost %,d, as it must be, duplicates 0"
            .formatted(async.answered(), async.loss().missing().size()));
  }

  /// The worker is away meanwhile: what it had stored could not be lost. The lost server comes back
  /// as the replica of its successor.
  private Outcome failOver(String durability) throws IOException {
    var setup = new Rig.Setup(1, _ -> Map.of("EVENTS_DURABILITY", durability), List.of());
    try (var replica = RedisServer.start(folder.resolve("replica"), 0, Durability.PROCESS_KILL);
        var rig = new Rig(folder, setup);
        var between = FaultProxy.before(rig.redis().port(), "SUBSCRIBE")) {
      replica.follow(between.port());
      String flag = rig.flag("failover");
      var traffic = Traffic.of(List.of(rig.eval()), flag, PER_SECOND);
      try (traffic) {
        traffic.flow(CALM);
        rig.auditWorker().kill();
        traffic.flow(CALM);
        between.blackHole();
        traffic.flow(STALLED);
        rig.redis().kill();
        between.reset();
        rig.toRedis().refuse();
        replica.lead();
        rig.toRedis().leadTo(replica.port());
        rig.toRedis().heal();
        rig.redis().restart();
        rig.redis().follow(replica.port());
        traffic.flow(CALM);
        rig.auditWorker().restart();
        traffic.flow(CALM);
      }
      rig.awaitRest();
      rig.redis().lead();
      return new Outcome(traffic.answered(), traffic.errors(), rig.loss(flag, traffic.subjects()));
    }
  }
}
