package featureflags.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What a server wrote since its last start.
record ServerLog(Path file) {

  private static final int LAST_LINES = 12;

  /// Forgets the former run, so that the file never grows over many runs.
  void clear() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Whether a line contains the text.
  boolean says(String text) {
    return lines().stream().anyMatch(line -> line.contains(text));
  }

  /// The refusal of a server that did not come up, with its last words.
  CannotStart refusal(String server) {
    var lines = lines();
    var last = lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
    return new CannotStart(
        "%s did not start; its log %s ends with:%n  %s"
            .formatted(server, file, String.join(System.lineSeparator() + "  ", last)));
  }

  private List<String> lines() {
    try {
      return Files.exists(file)
          ? Files.readAllLines(file, StandardCharsets.ISO_8859_1)
          : List.of("(nothing)");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
