package featureflags.evalservice;

import static featureflags.testkit.FlagBuilder.flag;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import featureflags.catalog.Delta;
import featureflags.catalog.Scope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SnapshotFilesTest {
  private static final Scope OTHER = new Scope("shop", "test");

  @TempDir private Path folder;
  private SnapshotFiles files;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    files = new SnapshotFiles(folder);
    files.write(Snapshot.of(whole(Scope.DEFAULT, 3, "a", "b")));
    files.write(Snapshot.of(whole(OTHER, 5, "c")));
    file = folder.resolve("default/production.snapshot");
  }

  @Test
  void whatIsWrittenIsRead() {
    assertThat(files.read())
        .extracting(Delta::scope, Delta::from, Delta::to)
        .containsExactlyInAnyOrder(tuple(Scope.DEFAULT, 0L, 3L), tuple(OTHER, 0L, 5L));
    assertThat(ofDefault().changed())
        .containsExactlyInAnyOrderElementsOf(whole(Scope.DEFAULT, 3, "a", "b").changed());
  }

  @Test
  void aFolderThatIsNotThereHoldsNothing() {
    assertThat(new SnapshotFiles(folder.resolve("nosuch")).read()).isEmpty();
  }

  @Test
  void aFileWithAnyBitTurnedIsPassedOver() throws IOException {
    byte[] good = Files.readAllBytes(file);
    for (int i = 0; i < good.length; i += 11) {
      byte[] bad = good.clone();
      bad[i] ^= 1;
      Files.write(file, bad);

      assertOnlyTheOtherIsRead();
    }
  }

  @Test
  void aFileCutOffAnywhereIsPassedOver() throws IOException {
    byte[] good = Files.readAllBytes(file);
    for (int length = 0; length < good.length; length += 17) {
      Files.write(file, Arrays.copyOf(good, length));

      assertOnlyTheOtherIsRead();
    }
  }

  @Test
  void aFileOfANewerFormatIsPassedOver() throws IOException {
    String newer = Files.readString(file).replace("snapshot 1 ", "snapshot 2 ");
    Files.writeString(file, newer);

    assertOnlyTheOtherIsRead();
  }

  @Test
  void aFileWhoseContentMakesNoSenseIsPassedOver() throws IOException {
    for (String body :
        List.of(
            "",
            "[]",
            "{\"project\":\"default\",\"environment\":\"production\",\"to\":3}",
            "{\"project\":\"default\",\"environment\":\"production\",\"to\":3,\"from\":0,"
                + "\"changed\":[],\"removed\":[],\"more\":1}",
            "{\"project\":\"no key!\",\"environment\":\"production\",\"to\":3,\"from\":0,"
                + "\"changed\":[],\"removed\":[]}",
            "{\"project\":\"default\",\"environment\":\"production\",\"to\":3,\"from\":4,"
                + "\"changed\":[],\"removed\":[]}")) {
      Files.writeString(file, "feature-flag-snapshot 1 %08x\n%s".formatted(checksum(body), body));

      assertOnlyTheOtherIsRead();
    }
  }

  @Test
  void aFolderNamedLikeAFileIsNoFile() throws IOException {
    var odd = new Scope("odd.snapshot", "x");
    files.write(Snapshot.of(whole(odd, 1, "a")));

    assertThat(files.read()).extracting(Delta::scope).contains(odd, Scope.DEFAULT, OTHER);
  }

  @Test
  void whatACrashLeftHalfWrittenIsNotRead() throws IOException {
    Files.writeString(folder.resolve("default/production.snapshot.new"), "feature-flag-snap");

    assertThat(ofDefault().to()).isEqualTo(3);
  }

  @Test
  void whoReadsWhileItIsWrittenFindsTheOldOneOrTheNewOne() throws Exception {
    String[] keys = IntStream.range(0, 100).mapToObj(i -> "flag-" + i).toArray(String[]::new);
    var writer =
        Thread.ofPlatform()
            .start(() -> {
              for (int revision = 4; revision <= 20; revision++) {
                try {
                  files.write(Snapshot.of(whole(Scope.DEFAULT, revision, keys)));
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              }
            });

    long last = 3;
    while (writer.isAlive()) {
      long read = ofDefault().to();
      assertThat(read).isGreaterThanOrEqualTo(last);
      last = read;
    }

    writer.join();
    assertThat(ofDefault().to()).isEqualTo(20);
  }

  private void assertOnlyTheOtherIsRead() {
    assertThat(files.read()).extracting(Delta::scope).containsExactly(OTHER);
  }

  private Delta ofDefault() {
    return files.read().stream()
        .filter(delta -> delta.scope().equals(Scope.DEFAULT))
        .findFirst()
        .orElseThrow();
  }

  private static Delta whole(Scope scope, long revision, String... keys) {
    var documents =
        Arrays.stream(keys).map(key -> Stores.document(flag(key).build(), (int) revision)).toList();
    return new Delta(scope, 0, revision, documents, List.of());
  }

  private static long checksum(String body) {
    var crc = new CRC32C();
    crc.update(body.getBytes(StandardCharsets.UTF_8));
    return crc.getValue();
  }
}
