package featureflags.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// An enabled flag: its rules by ascending priority, then its own rollout, then the default.
final class TargetedFlag extends CompiledFlag {
  private final CompiledRule[] rules;
  private final CompiledRollout rollout;
  private final Decision rolledOut;
  private final Decision otherwise;

  TargetedFlag(Flag flag, Decisions decisions) {
    super(flag.key());
    this.rules =
        flag.rules().stream()
            .sorted(Comparator.comparingInt(Rule::priority)) // stable: ties by position
            .map(rule -> new CompiledRule(rule, decisions))
            .toArray(CompiledRule[]::new);
    this.rollout = new CompiledRollout(flag.rollout());
    this.rolledOut = decisions.of(flag.rollout().serve(), new Reason.RolledOut());
    this.otherwise = decisions.of(flag.defaultVariant(), new Reason.Default());
  }

  @Override
  public Decision evaluate(Context context) {
    for (int i = 0; i < rules.length; i++) {
      if (rules[i].serves(context)) {
        return rules[i].decision();
      }
    }
    return rollout.admits(context) ? rolledOut : otherwise;
  }

  @Override
  public Explanation explain(Context context) {
    var steps = new ArrayList<Step>();
    return new Explanation(explain(context, steps), steps);
  }

  private Decision explain(Context context, List<Step> steps) {
    for (CompiledRule rule : rules) {
      Step step = rule.explain(context);
      steps.add(step);
      if (step instanceof Step.RuleHeld(_, _, Admission admission) && admission.admitted()) {
        return rule.decision();
      }
    }
    Admission admission = rollout.explain(context);
    steps.add(new Step.OwnRollout(admission));
    if (admission.admitted()) {
      return rolledOut;
    }
    steps.add(new Step.FellThrough());
    return otherwise;
  }
}
