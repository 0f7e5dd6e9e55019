package featureflags.json;

import static org.assertj.core.api.Assertions.assertThat;

import featureflags.catalog.ListedKeys;
import featureflags.catalog.Result;
import featureflags.catalog.SegmentList;
import featureflags.engine.CompiledFlag;
import featureflags.engine.CompiledSegment;
import featureflags.engine.Context;
import featureflags.engine.Decision;
import featureflags.engine.Explanation;
import featureflags.engine.Reason;
import featureflags.engine.Ruleset;
import featureflags.engine.Step;
import featureflags.engine.SubjectSet;
import featureflags.engine.Value;
import featureflags.testkit.SpecGroup;
import java.util.List;

/// Flags and segments as people write them, asked as the services are asked.
record World(Ruleset ruleset) {
  static World of(SpecGroup group) {
    return of(group.flags(), group.segments());
  }

  static World of(List<Value> flags, List<Value> segments) {
    var edit = Ruleset.empty().edit();
    segments.forEach(segment -> edit.put(segment(segment)));
    flags.forEach(flag -> edit.put(CompiledFlag.of(DraftShape.read(flag).flag())));
    return new World(edit.build());
  }

  private static CompiledSegment segment(Value document) {
    List<ListedKeys> keys = SegmentDraftShape.readKeys(document);
    return CompiledSegment.of(
        SegmentDraftShape.read(document)
            .with(set(keys, SegmentList.INCLUDED), set(keys, SegmentList.EXCLUDED)));
  }

  private static SubjectSet set(List<ListedKeys> keys, SegmentList list) {
    return SubjectSet.ofKeys(
        keys.stream()
            .filter(each -> each.list() == list)
            .flatMap(each -> each.keys().stream())
            .toList());
  }

  /// The answer for a context, which the explanation of it does not contradict.
  Value answer(String flag, Value document) {
    Context context = ContextShape.read(document);
    CompiledFlag compiled = ruleset.flag(flag).orElseThrow();
    Decision decision = compiled.evaluate(context, ruleset);
    Explanation explanation = compiled.explain(context, ruleset);
    assertThat(explanation.decision()).as("explained").isEqualTo(decision);
    assertThat(explains(explanation.steps().getLast(), decision.reason()))
        .as("%s ends with %s", decision.reason(), explanation.steps())
        .isTrue();
    return ValueReader.read(ResultWriter.one(new Result(flag, 1, decision)));
  }

  private static boolean explains(Step last, Reason reason) {
    return switch (last) {
      case Step.Disabled() -> reason instanceof Reason.Disabled;
      case Step.Quarantined() -> reason instanceof Reason.Quarantined;
      case Step.Required(_, _, boolean held) ->
          reason instanceof Reason.PrerequisiteFailed && !held;
      case Step.RulePassed _ -> false;
      case Step.RuleHeld(String rule, _, var rollout) ->
          reason.equals(new Reason.RuleMatch(rule)) && rollout.served();
      case Step.OwnRollout(var rollout) -> reason instanceof Reason.RolledOut && rollout.served();
      case Step.FellThrough() -> reason instanceof Reason.Default;
    };
  }
}
