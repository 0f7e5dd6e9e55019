package featureflags.engine;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What makes one look at each attribute enough to find the rules that a context matches: for each
/// value of the attribute a mask with a bit for each rule. The masks of all attributes, put
/// together by AND, leave those that match.
///
/// What it knows are the tests `eq` and `in` that a rule needs to hold, and attributes that are
/// texts or absent. A rule that needs anything else is undecided: what the masks leave of it has to
/// be asked itself.
final class RuleIndex {
  /// A single rule is tried as fast as it is looked up.
  private static final int LEAST_RULES = 2;

  /// A longer list of values would be held twice.
  private static final int MOST_VALUES = 256;

  private final Map<String, TextMasks.Draft> drafts = new LinkedHashMap<>();
  private final long all;
  private long undecided;

  private RuleIndex(long all) {
    this.all = all;
  }

  /// @param rules up to 64
  static RuleIndex of(List<Rule> rules) {
    var index = new RuleIndex(-1L >>> (Long.SIZE - rules.size()));
    if (rules.size() < LEAST_RULES) {
      index.undecided = index.all;
      return index;
    }
    for (int i = 0; i < rules.size(); i++) {
      index.collect(rules.get(i).when(), 1L << i);
    }
    return index;
  }

  /// Notes, for each attribute that a rule needs to be one of certain texts, which.
  private void collect(Condition condition, long rule) {
    switch (condition) {
      case Condition.All(var parts) -> parts.forEach(part -> collect(part, rule));
      case Condition.AttributeTest test -> {
        if (!isIndexed(test)
            || !drafts
                .computeIfAbsent(test.attribute(), _ -> new TextMasks.Draft())
                .wants(rule, texts(test.values()))) {
          undecided |= rule;
        }
      }
      case Condition.Any _, Condition.Not _, Condition.InSegment _, Condition.FlagServes _ ->
          undecided |= rule;
    }
  }

  private static Set<String> texts(List<Value> values) {
    var texts = new HashSet<String>();
    values.forEach(value -> texts.add(String.valueOf(Scalar.canonical(value))));
    return texts;
  }

  private static boolean isIndexed(Condition.AttributeTest test) {
    boolean positive = test.operator() == Operator.EQ || test.operator() == Operator.IN;
    return positive && !test.ignoreCase() && test.values().size() <= MOST_VALUES;
  }

  /// A bit for each rule, the first rule's the lowest.
  long all() {
    return all;
  }

  TextMasks[] columns() {
    return drafts.entrySet().stream()
        .map(draft -> draft.getValue().build(AttributePath.of(draft.getKey()), all))
        .toArray(TextMasks[]::new);
  }

  /// The rules that no column, nor all of them, can decide.
  long undecided() {
    return undecided;
  }
}
