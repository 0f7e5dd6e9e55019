package featureflags.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import featureflags.e2e.Skipped;
import featureflags.e2e.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A spool whose disk has no room left. The disk is a small file system in a namespace of the
/// service's own, which Linux must allow.
@Tag("chaos")
@Tag("long")
@Timeout(180)
class SpoolDiskFullIT {
  private static final int PER_SECOND = 2_000;
  private static final List<String> NAMESPACE = List.of("unshare", "-rm");

  private static boolean isAllowed() {
    try {
      return new ProcessBuilder("unshare", "-rm", "true").start().waitFor() == 0;
    } catch (IOException _) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Row 14.
  @Test
  void theDiskUnderTheSpoolIsFull(@TempDir Path folder) throws IOException {
    if (!isAllowed()) {
      Skipped.because("a full disk is not shown: this machine does not let tests make namespaces");
    }
    Path disk = Files.createDirectories(folder.resolve("disk"));
    var wrapper =
        List.of(
            NAMESPACE.get(0),
            NAMESPACE.get(1),
            "sh",
            "-c",
            "mount -t tmpfs -o size=512k small \"$0\" && exec \"$@\"",
            disk.toString());
    var settings = Map.of("SPOOL_DIR", disk.toString());
    try (var rig =
        new Rig(
            folder,
            new Rig.Setup(
                1, name -> name.startsWith("eval-service") ? settings : Map.of(), wrapper))) {
      String flag = rig.flag("disk-full");
      var traffic = Traffic.of(List.of(rig.eval()), flag, PER_SECOND);
      try (traffic) {
        traffic.flow(Duration.ofSeconds(3));
        rig.redis().kill();
        Wait.until(
            "events that find no room",
            Duration.ofSeconds(60),
            () -> rig.figure(rig.eval(), "events_dropped_total") > 5_000);
        rig.redis().restart();
        traffic.flow(Duration.ofSeconds(3));
      }
      Wait.until(
          "all others on their way",
          Duration.ofSeconds(30),
          () -> rig.figure(rig.eval(), "events_waiting") == 0);
      long dropped = Math.round(rig.figure(rig.eval(), "events_dropped_total"));
      long kept = traffic.subjects().size() - dropped;

      Wait.until(
          "what was kept in the trail",
          Duration.ofSeconds(30),
          () -> rig.stored(flag).size() >= kept);

      assertThat(traffic.errors()).isZero();
      assertThat(rig.stored(flag)).hasSize(Math.toIntExact(kept));
      assertThat(rig.stored(flag)).allSatisfy((_, times) -> assertThat(times).isOne());
      Reliability.row(
          14,
          "Disk of the spool full, Redis killed",
          "%,d evaluations, errors 0; %,d counted as dropped, the other %,d stored, duplicates 0"
              .formatted(traffic.answered(), dropped, kept));
    }
  }
}
