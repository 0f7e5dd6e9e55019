package featureflags.engine;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Finds the rules that a context can match by one look at each attribute that they compare with
/// texts: each value of the attribute has a mask with a bit for each rule, and the masks of all
/// attributes, put together by AND, leave the candidates.
///
/// It leaves out only what cannot match; the rule itself decides. What it looks at are the tests
/// `eq` and `in` that a rule needs to hold, and attributes that are texts or absent.
final class RuleIndex {
  /// With fewer rules trying them one by one is as fast.
  private static final int LEAST_RULES = 4;

  /// A longer list of values would be held twice.
  private static final int MOST_VALUES = 256;

  private final long all;
  private final TextMasks[] columns;

  private RuleIndex(long all, TextMasks[] columns) {
    this.all = all;
    this.columns = columns;
  }

  /// @param rules up to 64
  static RuleIndex of(List<Rule> rules) {
    long all = -1L >>> (Long.SIZE - rules.size());
    Map<String, TextMasks.Draft> drafts = new LinkedHashMap<>();
    if (rules.size() >= LEAST_RULES) {
      for (int i = 0; i < rules.size(); i++) {
        collect(rules.get(i).when(), 1L << i, drafts);
      }
    }
    return new RuleIndex(
        all,
        drafts.entrySet().stream()
            .map(draft -> draft.getValue().build(AttributePath.of(draft.getKey()), all))
            .toArray(TextMasks[]::new));
  }

  /// Notes, for each attribute that a rule needs to be one of certain texts, which.
  private static void collect(Condition condition, long rule, Map<String, TextMasks.Draft> drafts) {
    switch (condition) {
      case Condition.All(var parts) -> parts.forEach(part -> collect(part, rule, drafts));
      case Condition.AttributeTest test -> {
        if (isIndexed(test)) {
          drafts
              .computeIfAbsent(test.attribute(), _ -> new TextMasks.Draft())
              .wants(rule, texts(test.values()));
        }
      }
      case Condition.Any _, Condition.Not _, Condition.InSegment _, Condition.FlagServes _ -> {}
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

  /// A bit for each rule that may match, the first rule's the lowest.
  long candidates(Context context) {
    long candidates = all;
    for (int i = 0; i < columns.length; i++) {
      candidates &= columns[i].of(context);
    }
    return candidates;
  }
}
