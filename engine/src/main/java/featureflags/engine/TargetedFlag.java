package featureflags.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// An enabled flag: its prerequisites, its rules by ascending priority, then its own rollout, then
/// the default.
final class TargetedFlag extends CompiledFlag {
  private final FlagNode[] prerequisites;
  private final Prerequisite[] required;
  private final RuleBlock[] blocks;
  private final CompiledRollout rollout;
  private final Decision failed;
  private final Decision otherwise;
  private final boolean bucketsByTargetingKey;

  TargetedFlag(Flag flag, Decisions decisions) {
    super(flag.key(), flag.type(), decisions.variant(flag.offVariant()), References.asked(flag));
    this.required = flag.prerequisites().toArray(Prerequisite[]::new);
    this.prerequisites =
        flag.prerequisites().stream()
            .map(each -> new FlagNode(new Condition.FlagServes(each.flag(), each.variants())))
            .toArray(FlagNode[]::new);
    this.blocks = blocks(flag.rules(), decisions);
    this.rollout = new CompiledRollout(flag.rollout(), new Reason.RolledOut(), decisions);
    this.failed = decisions.of(flag.offVariant(), new Reason.PrerequisiteFailed());
    this.otherwise = decisions.of(flag.defaultVariant(), new Reason.Default());
    this.bucketsByTargetingKey =
        rollout.bucketsByTargetingKey()
            || Arrays.stream(blocks).anyMatch(RuleBlock::bucketsByTargetingKey);
  }

  private static RuleBlock[] blocks(List<Rule> rules, Decisions decisions) {
    List<Rule> inOrder =
        rules.stream()
            .sorted(Comparator.comparingInt(Rule::priority)) // stable: ties by position
            .toList();
    var blocks = new ArrayList<RuleBlock>();
    for (int from = 0; from < inOrder.size(); from += RuleBlock.SIZE) {
      int to = Math.min(from + RuleBlock.SIZE, inOrder.size());
      blocks.add(new RuleBlock(inOrder.subList(from, to), decisions));
    }
    return blocks.toArray(RuleBlock[]::new);
  }

  @Override
  public boolean isStatic() {
    return prerequisites.length == 0 && blocks.length == 0 && rollout.isForNobody();
  }

  @Override
  public boolean lacksTargetingKey(Context context, Ruleset ruleset) {
    if (!bucketsByTargetingKey || context.subject() != null || !isAllowed(context, ruleset)) {
      return false;
    }
    for (int i = 0; i < blocks.length; i++) {
      CompiledRule rule = blocks[i].firstThatCouldServe(context, ruleset);
      if (rule != null) {
        return rule.bucketsByTargetingKey();
      }
    }
    return rollout.bucketsByTargetingKey();
  }

  /// Whether all prerequisites hold.
  private boolean isAllowed(Context context, Ruleset ruleset) {
    for (int i = 0; i < prerequisites.length; i++) {
      if (!prerequisites[i].matches(context, ruleset)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Decision evaluate(Context context, Ruleset ruleset) {
    if (!isAllowed(context, ruleset)) {
      return failed;
    }
    for (int i = 0; i < blocks.length; i++) {
      Decision decision = blocks[i].decide(context, ruleset);
      if (decision != null) {
        return decision;
      }
    }
    Decision decision = rollout.decide(context);
    return decision == null ? otherwise : decision;
  }

  @Override
  public Explanation explain(Context context, Ruleset ruleset) {
    var steps = new ArrayList<Step>();
    explain(context, ruleset, steps);
    return new Explanation(evaluate(context, ruleset), steps);
  }

  private void explain(Context context, Ruleset ruleset, List<Step> steps) {
    for (int i = 0; i < prerequisites.length; i++) {
      ConditionTrace.Flagged trace = prerequisites[i].explain(context, ruleset);
      steps.add(new Step.Required(required[i], trace.outcome(), trace.held()));
      if (!trace.held()) {
        return;
      }
    }
    for (RuleBlock block : blocks) {
      for (CompiledRule rule : block.rules()) {
        Step step = rule.explain(context, ruleset);
        steps.add(step);
        if (step instanceof Step.RuleHeld(_, _, RolloutTrace trace) && trace.served()) {
          return;
        }
      }
    }
    RolloutTrace trace = rollout.explain(context);
    steps.add(new Step.OwnRollout(trace));
    if (!trace.served()) {
      steps.add(new Step.FellThrough());
    }
  }
}
