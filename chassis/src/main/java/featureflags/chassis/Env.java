package featureflags.chassis;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The environment variables of a process, read once into a record of settings.
///
/// Each method reads one setting and remembers its description. A value that cannot be used is
/// remembered as a problem and a harmless stand-in is returned, so that [#orFail] can report every
/// problem at once. A setting `X` can also come from the file named by `X_FILE`, less one newline
/// at its end; setting both is a problem. An empty variable counts as not set. Not for several
/// threads.
public final class Env {
  private static final long LARGEST_FILE = 64 * 1024;

  private final Map<String, String> variables;
  private final Map<String, Setting> described = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  private Env(Map<String, String> variables) {
    this.variables = Map.copyOf(variables);
  }

  /// These variables and no others.
  public static Env of(Map<String, String> variables) {
    return new Env(variables);
  }

  /// The variables of this process.
  public static Env system() {
    return new Env(System.getenv());
  }

  /// Any text.
  public String text(String name, String fallback, String doc) {
    return read(name, fallback, doc).orElse(fallback);
  }

  /// Text that need not be there.
  public Optional<String> optional(String name, String doc) {
    return read(name, "", doc);
  }

  /// A TCP port, 0 (any free one) to 65535.
  public int port(String name, int fallback, String doc) {
    return integer(name, fallback, 0, 65_535, doc);
  }

  /// A whole number between two bounds, both included.
  public int integer(String name, int fallback, int min, int max, String doc) {
    return parsed(
        name,
        Integer.toString(fallback),
        doc,
        "a whole number from %d to %d".formatted(min, max),
        text -> {
          int number = Integer.parseInt(text);
          if (number < min || number > max) {
            throw new IllegalArgumentException(text);
          }
          return number;
        });
  }

  /// A length of time above zero in ISO 8601, such as `PT0.5S` or `P30D`.
  public Duration duration(String name, String fallback, String doc) {
    return parsed(name, fallback, doc, "a time above zero such as PT5S", Env::positive);
  }

  /// `on` or `off`.
  public boolean isOn(String name, boolean fallback, String doc) {
    return parsed(
        name, fallback ? "on" : "off", doc, "on or off", text -> isSecond("off", "on", text));
  }

  /// One of two words.
  ///
  /// @return whether it is the second, and not the first, which it is unless set
  public boolean isOne(String name, String first, String second, String doc) {
    return parsed(name, first, doc, first + " or " + second, text -> isSecond(first, second, text));
  }

  private static boolean isSecond(String first, String second, String text) {
    if (!text.equals(first) && !text.equals(second)) {
      throw new IllegalArgumentException(text);
    }
    return text.equals(second);
  }

  /// Text that must never be printed.
  public Secret secret(String name, String fallback, String doc) {
    describe(new Setting(name, fallback.isEmpty() ? "" : "***", doc));
    return new Secret(raw(name).orElse(fallback));
  }

  /// Names separated by commas; spaces around them do not count. Not set means none.
  public List<String> names(String name, String doc) {
    return parsed(
        name,
        "",
        doc,
        "names separated by commas",
        text -> {
          if (text.isEmpty()) {
            return List.of();
          }
          List<String> names = List.of(text.strip().split("\\s*,\\s*", -1));
          if (names.contains("")) {
            throw new IllegalArgumentException(text);
          }
          return names;
        });
  }

  /// A file or folder, which need not exist.
  public Path path(String name, Path fallback, String doc) {
    return parsed(name, fallback.toString(), doc, "a path", Path::of);
  }

  /// The settings that were read from here, unless one of them cannot be used.
  ///
  /// @throws InvalidSettings listing every problem so far
  public <T> T orFail(T settings) {
    if (!problems.isEmpty()) {
      throw new InvalidSettings(problems);
    }
    return settings;
  }

  /// Every setting that was asked for, in that order, each name once.
  public List<Setting> described() {
    return List.copyOf(described.values());
  }

  /// A value of any form.
  ///
  /// @param right what would be right, for whoever set something else
  /// @param parser throws an [IllegalArgumentException] for what it cannot use
  <T> T parsed(String name, String fallback, String doc, String right, Function<String, T> parser) {
    String text = read(name, fallback, doc).orElse(fallback);
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException | DateTimeParseException _) {
      problems.add("%s is '%s': must be %s".formatted(name, text, right));
      return parser.apply(fallback);
    }
  }

  private static Duration positive(String text) {
    Duration duration = Duration.parse(text);
    if (!duration.isPositive()) {
      throw new IllegalArgumentException(text);
    }
    return duration;
  }

  private Optional<String> read(String name, String fallback, String doc) {
    describe(new Setting(name, fallback, doc));
    return raw(name);
  }

  private void describe(Setting setting) {
    described.putIfAbsent(setting.name(), setting);
  }

  private Optional<String> raw(String name) {
    Optional<String> direct = variable(name);
    Optional<String> file = variable(name + "_FILE");
    if (file.isEmpty()) {
      return direct;
    }
    if (direct.isPresent()) {
      problems.add("%s and %s_FILE are both set: set one of them".formatted(name, name));
      return Optional.empty();
    }
    return content(name + "_FILE", file.get());
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
  }

  private Optional<String> content(String name, String file) {
    try {
      Path path = Path.of(file);
      if (Files.isRegularFile(path) && Files.size(path) > LARGEST_FILE) {
        problems.add("%s is '%s': the file is larger than 64 KiB".formatted(name, file));
        return Optional.empty();
      }
      return Optional.of(withoutLastNewline(Files.readString(path)));
    } catch (CharacterCodingException _) {
      problems.add("%s is '%s': the file is not UTF-8 text".formatted(name, file));
    } catch (IOException | InvalidPathException e) {
      problems.add(
          "%s is '%s': must be a readable file (%s)"
              .formatted(name, file, e.getClass().getSimpleName()));
    }
    return Optional.empty();
  }

  private static String withoutLastNewline(String text) {
    if (!text.endsWith("\n")) {
      return text;
    }
    return text.substring(0, text.length() - (text.endsWith("\r\n") ? 2 : 1));
  }
}
