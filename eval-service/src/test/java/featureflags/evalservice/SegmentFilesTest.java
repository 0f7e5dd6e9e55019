package featureflags.evalservice;

import static featureflags.catalog.SegmentList.EXCLUDED;
import static featureflags.catalog.SegmentList.INCLUDED;
import static featureflags.evalservice.Segments.definition;
import static featureflags.evalservice.Segments.part;
import static featureflags.testkit.FlagBuilder.flag;
import static org.assertj.core.api.Assertions.assertThat;

import featureflags.catalog.Delta;
import featureflags.catalog.Document;
import featureflags.catalog.DocumentName;
import featureflags.catalog.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Segments on disk, beside the flags.
final class SegmentFilesTest {
  private static final Document FLAG = Stores.document(flag("f").build(), 1);

  private static final Snapshot FIRST =
      Snapshot.of(
          new Delta(
              Scope.DEFAULT,
              0,
              5,
              List.of(
                  FLAG,
                  definition("beta", 2, 2),
                  part("beta", INCLUDED, 0, 1, "ada", "b\r", "😀"),
                  part("beta", INCLUDED, 1, 2, "c d"),
                  part("beta", EXCLUDED, 0, 2, "eve"),
                  definition("empty", 1, 1)),
              List.of()));

  private static final Snapshot SECOND =
      FIRST.with(
          delta(5, 8, definition("beta", 3, 2), part("beta", INCLUDED, 1, 3, "c d", "more")));

  @TempDir private Path folder;
  private SnapshotFiles files;
  private Path main;
  private Path beta;

  @BeforeEach
  void write() throws IOException {
    files = new SnapshotFiles(folder);
    files.write(FIRST);
    main = folder.resolve("default/production.snapshot");
    beta = folder.resolve("default/production.segments/beta.segment");
  }

  @Test
  void whatIsWrittenIsRead() {
    Delta read = read();

    assertThat(read.to()).isEqualTo(5);
    assertSame(Snapshot.of(read), FIRST);
  }

  @Test
  void aChangeOfAFlagLeavesTheFilesOfSegmentsAlone() throws IOException {
    Files.delete(beta);

    files.write(FIRST.with(delta(5, 6, Stores.document(flag("f").enabled().build(), 2))));

    assertThat(beta).doesNotExist(); // so it was not written
  }

  @Test
  void aServiceThatReadTheFilesLeavesThemAloneToo() throws IOException {
    var later = new SnapshotFiles(folder);
    later.read();
    Files.delete(beta);

    later.write(FIRST);

    assertThat(beta).doesNotExist();
  }

  @Test
  void aChangeOfASegmentIsWritten() throws IOException {
    files.write(SECOND);

    assertThat(read().to()).isEqualTo(8);
    assertSame(Snapshot.of(read()), SECOND);
  }

  @Test
  void aDeletedSegmentHasNoFile() throws IOException {
    var parts =
        FIRST.versions().keySet().stream().filter(name -> name.key().equals("beta")).toList();

    files.write(FIRST.with(new Delta(Scope.DEFAULT, 5, 6, List.of(), parts)));

    assertThat(beta).doesNotExist();
    assertThat(read().to()).isEqualTo(6);
    assertThat(read().changed()).extracting(Document::key).containsExactlyInAnyOrder("f", "empty");
  }

  @Test
  void afterACrashBetweenTheFilesTheLowerRevisionCountsAndNoSegmentIsMixed() throws IOException {
    byte[] before = Files.readAllBytes(main);
    files.write(SECOND);
    byte[] after = Files.readAllBytes(main);

    Files.write(main, before); // the segment is ahead
    assertThat(read().to()).isEqualTo(5);
    assertSame(Snapshot.of(read()), SECOND);

    new SnapshotFiles(folder).write(FIRST);
    Files.write(main, after); // the segment is behind
    assertThat(read().to()).isEqualTo(5);
    assertSame(Snapshot.of(read()), FIRST);
  }

  @Test
  void aSegmentWhoseFileIsDamagedOrGoneIsLeftOutAndTheStoresAreAskedForEverything()
      throws IOException {
    byte[] good = Files.readAllBytes(beta);
    for (int i = 0; i < good.length; i += 7) {
      byte[] bad = good.clone();
      bad[i] ^= 1;
      Files.write(beta, bad);

      assertThat(read().to()).isZero();
      assertThat(read().changed())
          .extracting(Document::key)
          .containsExactlyInAnyOrder("f", "empty");
    }
    Files.delete(beta);
    assertThat(read().to()).isZero();
  }

  @Test
  void aSegmentThatCannotBeReadIsKeptAsItIs() throws IOException {
    var unreadable = new Document(new DocumentName.OfSegment("beta"), 9, "{\"from\":2030}");
    Snapshot snapshot = FIRST.with(delta(5, 9, unreadable));

    files.write(snapshot);

    assertSame(Snapshot.of(read()), snapshot);
  }

  private Delta read() {
    List<Delta> all = new SnapshotFiles(folder).read();
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  private static void assertSame(Snapshot found, Snapshot expected) {
    assertThat(found.versions()).isEqualTo(expected.versions());
    for (LiveSegment segment : expected.segments()) {
      LiveSegment same = found.segment(segment.key()).orElseThrow();
      assertThat(same.definitions()).containsExactlyElementsOf(segment.definitions().toList());
      assertThat(same.parts()).containsExactlyInAnyOrderElementsOf(segment.parts().toList());
    }
  }

  private static Delta delta(long from, long to, Document... changed) {
    return new Delta(Scope.DEFAULT, from, to, List.of(changed), List.of());
  }
}
