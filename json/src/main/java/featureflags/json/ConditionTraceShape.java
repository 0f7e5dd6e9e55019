package featureflags.json;

import featureflags.engine.ConditionTrace;
import featureflags.engine.Membership;
import featureflags.engine.Value;
import java.util.List;

/// How a condition came to its outcome: the condition as it was written, with what was seen and
/// whether it held beside each part.
final class ConditionTraceShape {
  private ConditionTraceShape() {}

  static Value write(ConditionTrace trace) {
    var members = new Members();
    switch (trace) {
      case ConditionTrace.AllOf(var parts, _) -> members.put("all", all(parts));
      case ConditionTrace.AnyOf(var parts, _) -> members.put("any", all(parts));
      case ConditionTrace.Negated(var part, _) -> members.put("not", write(part));
      case ConditionTrace.Tested(var test, Value seen, _) -> {
        ConditionShape.write(members, test);
        members.put("seen", seen);
      }
      case ConditionTrace.Segmented(String segment, Membership membership, _) ->
          write(members.put("segment", segment), membership);
      case ConditionTrace.Flagged(var asked, var outcome, _) -> {
        ConditionShape.write(members, asked);
        ExplanationShape.write(members, outcome);
      }
    }
    return members.put("held", trace.held()).build();
  }

  private static List<Value> all(List<ConditionTrace> parts) {
    return parts.stream().map(ConditionTraceShape::write).toList();
  }

  private static void write(Members members, Membership membership) {
    switch (membership) {
      case Membership.NoSegment() -> members.put("missing", true);
      case Membership.Excluded() -> members.put("listed", "excluded");
      case Membership.Included() -> members.put("listed", "included");
      case Membership.ByCondition(var condition) -> members.put("condition", write(condition));
    }
  }
}
