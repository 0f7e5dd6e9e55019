package featureflags.engine;

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
/// @param rules in the order they are written; tried by ascending priority
/// @param rollout the flag's own rollout, tried after the rules
public record Flag(
    String key,
    ValueType type,
    boolean enabled,
    List<Variant> variants,
    String offVariant,
    String defaultVariant,
    List<Rule> rules,
    Rollout rollout) {
  /// @throws IllegalArgumentException when a name is unknown or given twice, a value has another
  ///   type than the flag, or the rules' regular expressions are too much together
  public Flag {
    Key.checked("flag", key);
    variants = List.copyOf(variants);
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
    }
    flaw(rules.stream().flatMap(rule -> patterns(rule.when()).stream()).toList())
        .ifPresent(flaw -> {
          throw new IllegalArgumentException(flaw);
        });
  }

  /// Why the rules of one flag may not have all these regular expressions, each of which is sound;
  /// empty when they may.
  public static Optional<String> flaw(List<String> patterns) {
    return Optional.ofNullable(PatternLimits.flaw(patterns));
  }

  private static List<String> patterns(Condition condition) {
    return switch (condition) {
      case Condition.AttributeTest(_, Operator operator, List<Value> values) ->
          operator == Operator.MATCHES
              ? values.stream().map(Scalar::canonical).toList()
              : List.of();
    };
  }

  private static void known(Set<String> names, Serve serve) {
    switch (serve) {
      case Serve.One(String variant) -> known(names, variant);
    }
  }

  private static void known(Set<String> names, String variant) {
    if (!names.contains(variant)) {
      throw new IllegalArgumentException("variant '%s' is unknown".formatted(variant));
    }
  }
}
