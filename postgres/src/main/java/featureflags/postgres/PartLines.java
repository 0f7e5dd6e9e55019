package featureflags.postgres;

import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/// The text of a part: its keys in the order of [String#compareTo], each with a line feed behind
/// it. So the same keys are the same text.
final class PartLines {
  private PartLines() {}

  static SortedSet<String> read(String lines) {
    var keys = new TreeSet<String>();
    each(lines, keys::add);
    return keys;
  }

  static void each(String lines, Consumer<String> reader) {
    int start = 0;
    for (int end = lines.indexOf('\n'); end >= 0; end = lines.indexOf('\n', start)) {
      reader.accept(lines.substring(start, end));
      start = end + 1;
    }
  }

  static String write(SortedSet<String> keys) {
    return joined(keys);
  }

  static String write(List<String> keys) {
    return joined(keys.stream().sorted().toList());
  }

  private static String joined(Collection<String> sorted) {
    var lines = new StringBuilder();
    sorted.forEach(key -> lines.append(key).append('\n'));
    return lines.toString();
  }
}
