package featureflags.embedded;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataDirectoryTest {

  @TempDir Path folder;

  @Test
  void aFolderThatCannotBeMadeIsNamed() throws IOException {
    var file = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> DataDirectory.hold(file.resolve("data")))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining(file.resolve("data").toString())
        .hasMessageContaining("cannot be written");
  }

  @Test
  void aSecondHolderIsRefusedUnderAnyNameOfTheFolder() throws IOException {
    var real = folder.resolve("real");
    var link = Files.createSymbolicLink(folder.resolve("link"), real);

    try (var _ = DataDirectory.hold(real)) {
      assertThatThrownBy(() -> DataDirectory.hold(link)).hasMessageContaining("another engine");
    }
  }

  @Test
  void aReleasedFolderIsHeldByTheNextAlone() {
    var former = DataDirectory.hold(folder);
    former.close();

    try (var _ = DataDirectory.hold(folder)) {
      former.close();

      assertThatThrownBy(() -> DataDirectory.hold(folder)).hasMessageContaining("another engine");
    }
  }
}
