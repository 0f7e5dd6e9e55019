package featureflags.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The environment variables that the services read, as the page about them lists them; that page
/// is compared with the code by tests of the services.
final class Settings {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([A-Z_]+)` \\|");

  static final Set<String> NAMES = read();

  private Settings() {}

  private static Set<String> read() {
    try {
      String page = Files.readString(Path.of("../docs/settings.md"));
      return ROW.matcher(page)
          .results()
          .map(row -> row.group(1))
          .flatMap(name -> Stream.of(name, name + "_FILE"))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
