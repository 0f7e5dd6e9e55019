package featureflags.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void aPageOfTwoSections() throws IOException {
    file = folder.resolve("page.md");
    Files.writeString(
        file,
        """
        By hand.
        <!-- measured: one -->
        <!-- end: one -->
        Between.
        <!-- measured: two -->
        old
        <!-- end: two -->
        After.
        """);
  }

  @Test
  void aSectionIsReplacedAndItsNeighboursStay() throws IOException {
    var table = Table.of("what", "ms").row("start", Table.decimal(1234.56));

    new Page(file).write("two", table.toString());
    new Page(file).write("one", "first");

    assertThat(file)
        .content()
        .isEqualTo(
            """
            By hand.
            <!-- measured: one -->

            first
            <!-- end: one -->
            Between.
            <!-- measured: two -->

            | what | ms |
            | --- | --- |
            | start | 1,234.6 |

            <!-- end: two -->
            After.
            """);
  }

  @Test
  void aSectionThatIsNotThereIsNamed() {
    assertThatIllegalStateException()
        .isThrownBy(() -> new Page(file).write("three", "text"))
        .withMessageContaining("'three'");
  }
}
