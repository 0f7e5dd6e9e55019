package featureflags.engine;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The definition of a flag: everything that decides an evaluation, and nothing else.
///
/// @param key its name, unique in its environment
/// @param type the type of every variant's value
/// @param enabled whether anything but the off variant is served
/// @param variants the answers it can give, at least one
/// @param offVariant served while the flag is disabled
/// @param defaultVariant served when no rule and no rollout serves
/// @param prerequisites what other flags must serve first
/// @param rules in the order they are written; tried by ascending priority
/// @param rollout the flag's own rollout, tried after the rules
public record Flag(
    String key,
    ValueType type,
    boolean enabled,
    List<Variant> variants,
    String offVariant,
    String defaultVariant,
    List<Prerequisite> prerequisites,
    List<Rule> rules,
    Rollout rollout) {
  /// @throws IllegalArgumentException when a name is unknown or given twice, a value has another
  ///   type than the flag, or the rules' conditions are too large or their regular expressions too
  ///   much together
  public Flag {
    Key.checked("flag", key);
    variants = List.copyOf(variants);
    prerequisites = List.copyOf(prerequisites);
    rules = List.copyOf(rules);
    var names = new HashSet<String>();
    for (Variant variant : variants) {
      if (!names.add(variant.key())) {
        throw new IllegalArgumentException("variant '%s' is there twice".formatted(variant.key()));
      }
      if (!type.accepts(variant.value())) {
        throw new IllegalArgumentException(
            "the value of variant '%s' is not of type %s".formatted(variant.key(), type));
      }
    }
    known(names, offVariant);
    known(names, defaultVariant);
    known(names, rollout.serve());
    var ids = new HashSet<String>();
    for (Rule rule : rules) {
      if (!ids.add(rule.id())) {
        throw new IllegalArgumentException("rule '%s' is there twice".formatted(rule.id()));
      }
      known(names, rule.rollout().serve());
      Condition.flaw(rule.when())
          .ifPresent(flaw -> {
            throw new IllegalArgumentException("rule '%s': %s".formatted(rule.id(), flaw));
          });
    }
    flaw(rules.stream().flatMap(rule -> patterns(rule.when()).stream()).toList())
        .ifPresent(flaw -> {
          throw new IllegalArgumentException(flaw);
        });
  }

  /// This flag with each split led on from the one that an earlier definition has in its place, so
  /// that no more subjects move than must. Rules are known by their id.
  public Flag keepingPlaces(Flag before) {
    var earlier = new HashMap<String, Serve>();
    before.rules().forEach(rule -> earlier.put(rule.id(), rule.rollout().serve()));
    List<Rule> kept =
        rules.stream()
            .map(rule ->
                new Rule(
                    rule.id(),
                    rule.priority(),
                    rule.when(),
                    rule.rollout().after(earlier.getOrDefault(rule.id(), new Serve.One("")))))
            .toList();
    return new Flag(
        key,
        type,
        enabled,
        variants,
        offVariant,
        defaultVariant,
        prerequisites,
        kept,
        rollout.after(before.rollout().serve()));
  }

  /// Why the rules of one flag may not have all these regular expressions, each of which is sound;
  /// empty when they may.
  public static Optional<String> flaw(List<String> patterns) {
    return Optional.ofNullable(PatternLimits.flaw(patterns));
  }

  /// The regular expressions of a tree.
  public static List<String> patterns(Condition condition) {
    return switch (condition) {
      case Condition.AttributeTest(_, Operator operator, List<Value> values, boolean ignoreCase) ->
          operator == Operator.MATCHES
              ? values.stream().map(each -> PatternSearch.expression(each, ignoreCase)).toList()
              : List.of();
      case Condition.All _, Condition.Any _, Condition.Not _ ->
          TreeLimits.parts(condition).stream().flatMap(part -> patterns(part).stream()).toList();
      case Condition.InSegment _, Condition.FlagServes _ -> List.of();
    };
  }

  private static void known(Set<String> names, Serve serve) {
    serve.variants().forEach(variant -> known(names, variant));
  }

  private static void known(Set<String> names, String variant) {
    if (!names.contains(variant)) {
      throw new IllegalArgumentException("variant '%s' is unknown".formatted(variant));
    }
  }
}
