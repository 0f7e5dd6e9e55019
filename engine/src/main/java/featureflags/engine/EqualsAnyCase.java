package featureflags.engine;

import java.util.List;

/// Membership in a list of canonical scalars, whatever their case. What is no text has one case
/// only.
final class EqualsAnyCase implements Comparison {
  private final TextSet folded;
  private final EqualsAny exact;

  private EqualsAnyCase(TextSet folded, EqualsAny exact) {
    this.folded = folded;
    this.exact = exact;
  }

  static EqualsAnyCase of(List<Value> values) {
    List<String> texts =
        values.stream().map(Scalar::canonical).map(String::valueOf).map(Folding::fold).toList();
    return new EqualsAnyCase(
        TextSet.of(texts), EqualsAny.of(texts.stream().<Value>map(Value.Text::new).toList()));
  }

  @Override
  public boolean holds(Value scalar) {
    return scalar instanceof Value.Text(String text)
        ? folded.containsFolded(text)
        : exact.holds(scalar);
  }
}
