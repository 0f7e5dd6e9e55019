package featureflags.contract;

import featureflags.chassis.Env;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// The page of all settings.
public final class SettingsPage {
  private static final Path PAGE = Path.of("../docs/settings.md");
  private static final Pattern ROW = Pattern.compile("\\| `(\\w+)` \\| (?:`([^`]*)`)? *\\|.*");

  private SettingsPage() {}

  /// The settings that the page names for a service, each as `NAME=default`.
  ///
  /// @param service what its heading says
  public static List<String> of(String service) throws IOException {
    return Files.readString(PAGE)
        .lines()
        .dropWhile(line -> !line.equals("## " + service))
        .skip(1)
        .takeWhile(line -> !line.startsWith("## "))
        .map(ROW::matcher)
        .filter(row -> row.matches())
        .map(row -> row.group(1) + "=" + (row.group(2) == null ? "" : row.group(2)))
        .toList();
  }

  /// The settings that were read from an environment, written alike.
  public static List<String> of(Env env) {
    return env.described().stream()
        .map(setting -> setting.name() + "=" + setting.fallback())
        .toList();
  }
}
