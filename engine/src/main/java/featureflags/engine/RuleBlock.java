package featureflags.engine;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Up to 64 rules in a row, and an index that tells which of them are worth trying.
final class RuleBlock {
  static final int SIZE = Long.SIZE;

  private final CompiledRule[] rules;

  /// A bit for each rule, the first rule's the lowest.
  private final long all;

  private final TextMasks[] columns;

  /// The rules that the columns cannot decide, whatever the context.
  private final long undecided;

  /// @param source the rules in the order in which they are tried
  RuleBlock(List<Rule> source, Decisions decisions) {
    var index = RuleIndex.of(source);
    this.rules =
        source.stream().map(rule -> new CompiledRule(rule, decisions)).toArray(CompiledRule[]::new);
    this.all = index.all();
    this.columns = index.columns();
    this.undecided = index.undecided();
  }

  /// The first decision that a rule makes; null when none does.
  ///
  /// Each column looks once at its attribute. A rule that all columns leave in the running matches,
  /// unless they cannot decide it: then it is asked itself.
  @Nullable Decision decide(Context context, Ruleset ruleset) {
    long left = all;
    long open = undecided;
    for (int i = 0; i < columns.length; i++) {
      TextMasks column = columns[i];
      Value value = column.find(context);
      if (value == null) {
        left &= column.indifferent();
      } else if (value instanceof Value.Text(String text)) {
        left &= column.of(text);
      } else {
        open |= ~column.indifferent();
      }
    }
    for (; left != 0; left &= left - 1) {
      CompiledRule rule = rules[Long.numberOfTrailingZeros(left)];
      if ((open & left & -left) == 0 || rule.matches(context, ruleset)) {
        Decision decision = rule.serve(context);
        if (decision != null) {
          return decision;
        }
      }
    }
    return null;
  }

  /// Whether a rule tells subjects apart by the targeting key.
  boolean bucketsByTargetingKey() {
    return Arrays.stream(rules).anyMatch(CompiledRule::bucketsByTargetingKey);
  }

  /// The first rule that matches a context without a targeting key, and serves it or would look for
  /// that key; null when there is none.
  @Nullable CompiledRule firstThatCouldServe(Context context, Ruleset ruleset) {
    for (int i = 0; i < rules.length; i++) {
      CompiledRule rule = rules[i];
      if (rule.matches(context, ruleset)
          && (rule.bucketsByTargetingKey() || rule.serve(context) != null)) {
        return rule;
      }
    }
    return null;
  }

  /// Every rule, worth trying or not, in the order in which they are tried.
  List<CompiledRule> rules() {
    return List.of(rules);
  }
}
