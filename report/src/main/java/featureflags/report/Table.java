package featureflags.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A table in Markdown.
public final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  private Table() {}

  /// A table with these headings.
  public static Table of(String... headings) {
    return new Table()
        .row((Object[]) headings)
        .row(List.of(headings).stream().map(_ -> "---").toArray());
  }

  /// Adds a row.
  public Table row(Object... cells) {
    rows.add(List.of(cells).stream().map(String::valueOf).toList());
    return this;
  }

  /// A number with one decimal.
  public static String decimal(double number) {
    return String.format(Locale.ROOT, "%,.1f", number);
  }

  /// A factor with two decimals.
  public static String factor(double number) {
    return String.format(Locale.ROOT, "%.2f", number);
  }

  /// Bytes; what a profiler spreads over millions of operations is none.
  public static String bytes(double number) {
    return String.format(Locale.ROOT, "%,.0f", number);
  }

  @Override
  public String toString() {
    return rows.stream()
        .map(cells -> cells.stream().collect(Collectors.joining(" | ", "| ", " |\n")))
        .collect(Collectors.joining());
  }
}
