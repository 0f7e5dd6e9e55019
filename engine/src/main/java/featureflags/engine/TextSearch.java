package featureflags.engine;

import java.util.List;

/// Finds any of several texts within a text, in one of the ways there are.
final class TextSearch implements Comparison {
  private final String[] wanted;
  private final Way way;

  private TextSearch(String[] wanted, Way way) {
    this.wanted = wanted;
    this.way = way;
  }

  /// @param exact how to find a text as it is
  /// @param folded how to find a folded text in one that is not
  static TextSearch of(List<Value> values, boolean ignoreCase, Way exact, Way folded) {
    var texts = values.stream().map(Scalar::canonical);
    return ignoreCase
        ? new TextSearch(texts.map(Folding::fold).toArray(String[]::new), folded)
        : new TextSearch(texts.toArray(String[]::new), exact);
  }

  @Override
  public boolean holds(Value scalar) {
    if (scalar instanceof Value.Text(String text)) {
      for (int i = 0; i < wanted.length; i++) {
        if (way.finds(text, wanted[i])) {
          return true;
        }
      }
    }
    return false;
  }

  /// One way to find a text within another.
  @FunctionalInterface
  interface Way {
    boolean finds(String text, String wanted);
  }
}
