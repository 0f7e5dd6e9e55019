package featureflags.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Up to 64 rules in a row, and an index that tells which of them are worth trying.
final class RuleBlock {
  static final int SIZE = Long.SIZE;

  private final CompiledRule[] rules;
  private final RuleIndex index;

  /// @param source the rules in the order in which they are tried
  RuleBlock(List<Rule> source, Decisions decisions) {
    this.rules =
        source.stream().map(rule -> new CompiledRule(rule, decisions)).toArray(CompiledRule[]::new);
    this.index = RuleIndex.of(source);
  }

  /// The first decision that a rule makes; null when none does.
  @Nullable Decision decide(Context context, Ruleset ruleset) {
    for (long left = index.candidates(context); left != 0; left &= left - 1) {
      Decision decision = rules[Long.numberOfTrailingZeros(left)].decide(context, ruleset);
      if (decision != null) {
        return decision;
      }
    }
    return null;
  }

  /// Every rule, worth trying or not, in the order in which they are tried.
  List<CompiledRule> rules() {
    return List.of(rules);
  }
}
