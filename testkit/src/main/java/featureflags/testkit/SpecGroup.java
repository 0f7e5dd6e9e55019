package featureflags.testkit;

import featureflags.engine.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// One flag of `spec/evaluation`, and what it serves to whom.
///
/// @param name what the group is about
/// @param flag the flag, as a person writes it
/// @param others the flags that it refers to, each behind those that it refers to itself
/// @param segments the segments that any of them refers to
/// @param cases at least one
public record SpecGroup(
    String name, Value flag, List<Value> others, List<Value> segments, List<SpecCase> cases) {
  /// @throws IllegalArgumentException when there is no case
  public SpecGroup {
    others = List.copyOf(others);
    segments = List.copyOf(segments);
    cases = List.copyOf(cases);
    if (cases.isEmpty()) {
      throw new IllegalArgumentException("'%s' has no cases".formatted(name));
    }
  }

  static SpecGroup of(Value group) {
    var members = SpecMembers.of(group, "name", "flag", "others", "segments", "serves", "answers");
    var cases = new ArrayList<SpecCase>();
    members.fields("serves").forEach((variant, served) -> cases.addAll(served(variant, served)));
    members.items("answers").forEach(answer -> cases.add(SpecCase.answered(answer)));
    return new SpecGroup(
        members.text("name"),
        members.value("flag"),
        members.items("others"),
        members.items("segments"),
        cases);
  }

  private static List<SpecCase> served(String variant, Value contextsByLabel) {
    Map<String, Value> labels = SpecMembers.fields(contextsByLabel);
    return labels.entrySet().stream()
        .flatMap(label ->
            SpecMembers.items(label.getValue()).stream()
                .map(context -> SpecCase.served(label.getKey(), context, variant)))
        .toList();
  }

  /// The flag's key.
  public String key() {
    return key(flag);
  }

  /// Every flag, in an order in which they can be saved.
  public List<Value> flags() {
    return Stream.concat(others.stream(), Stream.of(flag)).toList();
  }

  /// The key of a flag or a segment.
  public static String key(Value document) {
    return document instanceof Value.Structure(var fields)
            && fields.get("key") instanceof Value.Text(String key)
        ? key
        : "";
  }
}
