package featureflags.testkit;

import featureflags.engine.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One context of `spec/evaluation` and what its answer has to say.
///
/// @param label what the context is an example of
/// @param context the context
/// @param wanted members of the answer; with a `reason` and without a `ruleId` there may be none
public record SpecCase(String label, Value context, Map<String, Value> wanted) {
  private static final String VARIANT = "variant";
  private static final String REASON = "reason";
  private static final String RULE = "ruleId";
  private static final String VALUE = "value";

  /// @throws IllegalArgumentException when no variant is wanted
  public SpecCase {
    wanted = Map.copyOf(wanted);
    if (!wanted.containsKey(VARIANT)) {
      throw new IllegalArgumentException("'%s' wants no variant".formatted(label));
    }
  }

  static SpecCase served(String label, Value context, String variant) {
    return new SpecCase(label, context, Map.of(VARIANT, new Value.Text(variant)));
  }

  static SpecCase answered(Value document) {
    var members = SpecMembers.of(document, "label", "context", VARIANT, REASON, RULE, VALUE);
    var wanted = new LinkedHashMap<String, Value>();
    for (String name : List.of(VARIANT, REASON, RULE, VALUE)) {
      if (members.has(name)) {
        wanted.put(name, members.value(name));
      }
    }
    return new SpecCase(members.text("label"), members.value("context"), wanted);
  }

  /// The variant that is wanted.
  public Value variant() {
    return wanted.getOrDefault(VARIANT, new Value.Nothing());
  }

  /// What is wrong with an answer; nothing when it is the wanted one.
  ///
  /// @param answer as the services give it: `{"flagKey", "variant", "value", "reason", "ruleId"?,
  ///   "version"}`
  public List<String> objections(Value answer) {
    Map<String, Value> given = SpecMembers.fields(answer);
    var objections = new ArrayList<String>();
    wanted.forEach((name, value) -> {
      if (!value.equals(given.get(name))) {
        objections.add("%s is %s, not %s".formatted(name, given.get(name), value));
      }
    });
    if (wanted.containsKey(REASON) && !wanted.containsKey(RULE) && given.containsKey(RULE)) {
      objections.add("%s is %s where none is wanted".formatted(RULE, given.get(RULE)));
    }
    return objections;
  }
}
