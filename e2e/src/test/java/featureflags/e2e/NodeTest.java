package featureflags.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeTest {
  @TempDir Path folder;

  @Test
  void theFirstNodeOfThePathIsTakenWithItsNpm() throws IOException {
    Path node = program("node", "echo v20.1.0");
    Path npm = program("npm", "");

    assertThat(Node.on("no-such-folder" + File.pathSeparator + folder))
        .contains(new Node(node, npm));
  }

  @Test
  void aNodeThatIsTooOldOrIsNoneIsNotTaken() throws IOException {
    program("npm", "");
    for (String version : new String[] {"v18.20.4", "v9.0.0", "command not found"}) {
      program("node", "echo " + version);

      assertThat(Node.on(folder.toString())).as(version).isEmpty();
    }
  }

  @Test
  void aNodeWithoutNpmIsNotTaken() throws IOException {
    program("node", "echo v22.0.0");

    assertThat(Node.on(folder.toString())).isEmpty();
  }

  private Path program(String name, String body) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + body + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }
}
