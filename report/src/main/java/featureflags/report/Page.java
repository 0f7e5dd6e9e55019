package featureflags.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A page on which some sections are written by hand and others, between two marks, by what
/// measures.
public final class Page {
  private final Path file;

  /// The page in a file.
  public Page(Path file) {
    this.file = file;
  }

  /// Puts a text where the section's former one was.
  ///
  /// @throws IllegalStateException when the page has no such section
  public void write(String section, String text) throws IOException {
    String page = Files.readString(file);
    String begin = "<!-- measured: %s -->\n".formatted(section);
    String end = "<!-- end: %s -->".formatted(section);
    int from = page.indexOf(begin);
    int to = page.indexOf(end);
    if (from < 0 || to < from) {
      throw new IllegalStateException("%s has no section '%s'".formatted(file, section));
    }
    Files.writeString(
        file, page.substring(0, from + begin.length()) + "\n" + text + "\n" + page.substring(to));
  }
}
