package featureflags.json;

import featureflags.engine.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The examples of `docs/targeting.md`: blocks of JSON, and behind most of them a table of contexts
/// with what comes of them.
///
/// @param text of the page
/// @param examples in the order of the page
record TargetingPage(String text, List<Example> examples) {
  private static final Path PAGE = Path.of("..", "docs", "targeting.md");
  private static final Pattern EXAMPLE =
      Pattern.compile("```json\\n(.*?)```\\n(\\n\\| context .*?(?=\\n\\n|\\z))?", Pattern.DOTALL);
  private static final Pattern ROW = Pattern.compile("\\| `(\\{.*})` \\| (.*) \\|");

  /// A block of JSON and its table.
  record Example(Value document, List<Row> rows) {
    boolean isFlag() {
      return has("key") && has("enabled");
    }

    boolean isSegment() {
      return has("key") && !has("enabled");
    }

    private boolean has(String name) {
      return document instanceof Value.Structure(var fields) && fields.containsKey(name);
    }
  }

  /// A context and what comes of it: `yes` or `no`, or a variant and the reason for it.
  record Row(Value context, String outcome) {}

  static TargetingPage read() {
    try {
      return of(Files.readString(PAGE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static TargetingPage of(String text) {
    var examples = new ArrayList<Example>();
    for (Matcher found = EXAMPLE.matcher(text); found.find(); ) {
      String table = found.group(2);
      examples.add(new Example(value(found.group(1)), rows(table == null ? "" : table)));
    }
    return new TargetingPage(text, examples);
  }

  private static List<Row> rows(String table) {
    return table.strip().lines().skip(2).map(TargetingPage::row).toList(); // a head and a rule
  }

  private static Row row(String line) {
    Matcher row = ROW.matcher(line);
    if (!row.matches()) {
      throw new IllegalArgumentException(line + " has no context and outcome");
    }
    return new Row(value(row.group(1)), row.group(2).replace("`", "").replace(" | ", " "));
  }

  List<Value> flags() {
    return examples.stream().filter(Example::isFlag).map(Example::document).toList();
  }

  List<Value> segments() {
    return examples.stream().filter(Example::isSegment).map(Example::document).toList();
  }

  private static Value value(String json) {
    return ValueReader.read(json.getBytes(StandardCharsets.UTF_8));
  }
}
