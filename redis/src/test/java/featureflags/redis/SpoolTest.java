package featureflags.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
  private static final long ROOM = 1024 * 1024;

  @TempDir Path directory;

  @Test
  void entriesComeOutInTheOrderTheyWentIn() throws IOException {
    try (var spool = Spool.open(directory, ROOM)) {
      for (int i = 0; i < 100; i++) {
        assertThat(spool.append(entry(i))).isTrue();
      }
      assertThat(spool.events()).isEqualTo(200);

      assertThat(drain(spool)).isEqualTo(texts(0, 100));

      assertThat(spool.isEmpty()).isTrue();
      assertThat(spool.events()).isZero();
      assertThat(spool.bytes()).isZero();
      assertThat(segments()).isEmpty();
    }
  }

  @Test
  void lookingAtTheFrontRemovesNothing() throws IOException {
    try (var spool = Spool.open(directory, ROOM)) {
      spool.append(entry(0));
      spool.append(entry(1));
      spool.append(entry(2));

      assertThat(texts(spool.first(2, ROOM))).isEqualTo(texts(0, 2));
      assertThat(texts(spool.first(9, ROOM))).isEqualTo(texts(0, 3));
      assertThat(texts(spool.first(9, 1))).isEqualTo(texts(0, 1));
      assertThat(spool.events()).isEqualTo(6);
    }
  }

  @Test
  void anotherProcessFindsWhatIsLeft() throws IOException {
    try (var spool = Spool.open(directory, ROOM)) {
      for (int i = 0; i < 10; i++) {
        spool.append(entry(i));
      }
    }
    try (var spool = Spool.open(directory, ROOM)) {
      assertThat(spool.events()).isEqualTo(20);
      spool.append(entry(10));

      assertThat(drain(spool)).isEqualTo(texts(0, 11));
    }
  }

  @Test
  void aTornTailIsCutOff() throws IOException {
    try (var spool = Spool.open(directory, ROOM)) {
      for (int i = 0; i < 3; i++) {
        spool.append(entry(i));
      }
    }
    Path segment = segments().getFirst();
    byte[] whole = Files.readAllBytes(segment);
    for (int torn = 0; torn < whole.length; torn++) {
      Files.write(segment, Arrays.copyOf(whole, torn));

      int complete = 3 * torn / whole.length;
      try (var spool = Spool.open(directory, ROOM)) {
        assertThat(spool.events()).as("torn at %d", torn).isEqualTo(2L * complete);
        spool.append(entry(7));
        var expected = new ArrayList<>(texts(0, complete));
        expected.addAll(texts(7, 8));
        assertThat(drain(spool)).isEqualTo(expected);
      }
    }
  }

  @Test
  void rubbishIsNeverTakenForAnEntry() throws IOException {
    var random = new Random(7);
    for (int i = 0; i < 50; i++) {
      try (var spool = Spool.open(directory, ROOM)) {
        spool.append(entry(1));
      }
      byte[] rubbish = new byte[random.nextInt(64)];
      random.nextBytes(rubbish);
      Files.write(segments().getFirst(), rubbish, StandardOpenOption.APPEND);

      try (var spool = Spool.open(directory, ROOM)) {
        assertThat(drain(spool)).isEqualTo(texts(1, 2));
      }
    }
  }

  @Test
  void aFlippedBitEndsTheFileThere() throws IOException {
    try (var spool = Spool.open(directory, ROOM)) {
      for (int i = 0; i < 3; i++) {
        spool.append(entry(i));
      }
    }
    Path segment = segments().getFirst();
    byte[] bytes = Files.readAllBytes(segment);
    bytes[bytes.length / 2] ^= 4;
    Files.write(segment, bytes);

    try (var spool = Spool.open(directory, ROOM)) {
      assertThat(drain(spool)).isEqualTo(texts(0, 1));
    }
  }

  @Test
  void aFullSpoolRefusesUntilAFileIsDone() throws IOException {
    long size = Segment.size(entry(0));
    try (var spool = Spool.open(directory, 20 * size)) {
      int room = 0;
      while (spool.append(entry(room))) {
        room++;
      }
      assertThat(room).isEqualTo(20);
      assertThat(spool.bytes()).isEqualTo(20 * size);
      assertThat(segments()).hasSizeGreaterThan(4);

      spool.remove(spool.first(1, ROOM).getFirst());
      spool.remove(spool.first(1, ROOM).getFirst());
      spool.remove(spool.first(1, ROOM).getFirst());

      assertThat(spool.append(entry(room))).isTrue();
      assertThat(drain(spool)).isEqualTo(texts(3, room + 1));
    }
  }

  @Test
  void aFileThatCannotBeReadAnyMoreIsSkippedWithItsEventsCounted() throws IOException {
    long size = Segment.size(entry(0));
    try (var spool = Spool.open(directory, 16 * size)) {
      for (int i = 0; i < 4; i++) {
        spool.append(entry(i));
      }
      Files.write(segments().getFirst(), new byte[3]);

      assertThatThrownBy(() -> spool.first(9, ROOM)).isInstanceOf(IOException.class);
      assertThat(spool.skip()).isEqualTo(4);

      assertThat(spool.events()).isEqualTo(4);
      assertThat(drain(spool)).isEqualTo(texts(2, 4));
    }
  }

  @Test
  void aFileThatCannotBeMadeLosesOneEntryAndTheSpoolIsStillEmpty() throws IOException {
    try (var spool = Spool.open(directory, ROOM)) {
      Files.createDirectory(directory.resolve("0000000000000000000.spool"));

      assertThat(spool.append(entry(0))).isFalse();
      assertThat(spool.isEmpty()).isTrue();
      assertThat(spool.append(entry(1))).isTrue();

      assertThat(drain(spool)).isEqualTo(texts(1, 2));
    }
  }

  @Test
  void aDiskThatRefusesIsToldOfOnceUntilItTakesSomethingAgain() throws IOException {
    try (var spool = Spool.open(directory, ROOM);
        var log = new Heard(Spool.class)) {
      for (int i = 0; i < 3; i++) {
        Files.createDirectory(directory.resolve("%019d.spool".formatted(i)));
        assertThat(spool.append(entry(i))).isFalse();
      }
      assertThat(log.events()).containsExactly("event=spool-refused");

      assertThat(spool.append(entry(3))).isTrue();
      spool.remove(spool.first(1, ROOM).getFirst());
      Files.createDirectory(directory.resolve("%019d.spool".formatted(4)));
      assertThat(spool.append(entry(4))).isFalse();

      assertThat(log.events()).containsExactly("event=spool-refused", "event=spool-refused");
    }
  }

  @Test
  void aDirectoryHasOneSpoolAtATime() throws IOException {
    try (var _ = Spool.open(directory, ROOM)) {
      assertThatThrownBy(() -> Spool.open(directory, ROOM))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(directory.toString());
    }
    Spool.open(directory, ROOM).close();
  }

  @Test
  void aPlaceThatIsNoDirectoryIsRefused() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");

    assertThatThrownBy(() -> Spool.open(file, ROOM)).hasMessageContaining(file.toString());
  }

  private List<Path> segments() throws IOException {
    try (var files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".spool")).sorted().toList();
    }
  }

  private static Packed entry(int number) {
    return new Packed(text(number).getBytes(UTF_8), 2, List.of());
  }

  private static String text(int number) {
    return "entry %05d".formatted(number);
  }

  private static List<String> texts(int from, int to) {
    return Events.numbers(from, to).stream().map(SpoolTest::text).toList();
  }

  private static List<String> texts(List<Packed> entries) {
    return entries.stream().map(entry -> new String(entry.payload(), UTF_8)).toList();
  }

  private static List<String> drain(Spool spool) throws IOException {
    var all = new ArrayList<String>();
    while (!spool.isEmpty()) {
      var entries = spool.first(3, ROOM);
      all.addAll(texts(entries));
      entries.forEach(spool::remove);
    }
    return all;
  }
}
