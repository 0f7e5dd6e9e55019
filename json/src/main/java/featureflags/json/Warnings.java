package featureflags.json;

import featureflags.engine.Arm;
import featureflags.engine.Flag;
import featureflags.engine.Percentage;
import featureflags.engine.Rollout;
import featureflags.engine.Rule;
import featureflags.engine.Serve;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds what is sound and yet probably not meant: rules that serve nobody, variants that nobody is
/// served.
public final class Warnings {
  private final Flag flag;
  private final List<Warning> found = new ArrayList<>();

  /// The rule that leaves nobody to those that are tried after it, and to the flag's own rollout.
  private final Optional<Rule> last;

  private final List<Rule> reached;

  private Warnings(Flag flag) {
    this.flag = flag;
    List<Rule> inOrder =
        flag.rules().stream().sorted(Comparator.comparingInt(Rule::priority)).toList();
    this.last = inOrder.stream().filter(Warnings::takesEverybody).findFirst();
    this.reached = last.map(rule -> inOrder.subList(0, inOrder.indexOf(rule) + 1)).orElse(inOrder);
  }

  /// What is odd about a flag, in the order of its document; nothing about most flags.
  ///
  /// @param emptySegments those of the segments it names that have nobody in them
  public static List<Warning> of(Flag flag, Set<String> emptySegments) {
    var warnings = new Warnings(flag);
    warnings.variants();
    for (int i = 0; i < flag.rules().size(); i++) {
      warnings.rule(flag.rules().get(i), Violations.at("/rules", i), emptySegments);
    }
    warnings.rollout();
    return List.copyOf(warnings.found);
  }

  private static boolean takesEverybody(Rule rule) {
    return Constant.of(rule.when()) == Constant.ALWAYS
        && rule.rollout().percentage().equals(Percentage.EVERYBODY)
        && rule.rollout().serve() instanceof Serve.One; // who has no subject passes by a split
  }

  private void add(String pointer, String message) {
    found.add(new Warning(pointer, message));
  }

  private void variants() {
    Set<String> served = served();
    for (int i = 0; i < flag.variants().size(); i++) {
      String key = flag.variants().get(i).key();
      if (!served.contains(key)) {
        add(
            Violations.at("/variants", i),
            "nothing serves '%s'; serve it by a rule or by the rollout, or remove it"
                .formatted(key));
      }
    }
  }

  /// Every variant that somebody may be served. While a flag is off or has no rules it is still
  /// being set up, and its own rollout counts at 0 % too.
  private Set<String> served() {
    var served = new HashSet<>(List.of(flag.offVariant(), flag.defaultVariant()));
    for (Rule rule : reached) {
      if (Constant.of(rule.when()) != Constant.NEVER && admitsSomebody(rule.rollout())) {
        served.addAll(served(rule.rollout().serve()));
      }
    }
    if (!flag.enabled()
        || flag.rules().isEmpty()
        || (last.isEmpty() && admitsSomebody(flag.rollout()))) {
      served.addAll(served(flag.rollout().serve()));
    }
    return served;
  }

  private static boolean admitsSomebody(Rollout rollout) {
    return !rollout.percentage().equals(Percentage.NOBODY);
  }

  private static List<String> served(Serve serve) {
    return switch (serve) {
      case Serve.One(String variant) -> List.of(variant);
      case Serve.Split(var arms) ->
          arms.stream().filter(arm -> arm.weight() > 0).map(Arm::variant).toList();
    };
  }

  private void rule(Rule rule, String pointer, Set<String> emptySegments) {
    if (!reached.contains(rule)) {
      String first = last.map(Rule::id).orElse("");
      add(
          pointer,
          "can never match, for rule '%s' is tried before it and takes everybody; move it before that rule, or remove it"
              .formatted(first));
    }
    if (Constant.of(rule.when()) == Constant.NEVER) {
      add(
          Violations.at(pointer, "when"),
          "holds for nobody, whatever the context; mend it, or remove the rule");
    }
    Mentions.of(rule.when(), Violations.at(pointer, "when")).segments().stream()
        .filter(segment -> emptySegments.contains(segment.key()))
        .forEach(segment ->
            add(
                segment.pointer(),
                "nobody is in the segment '%s'; put somebody in, or name another"
                    .formatted(segment.key())));
    if (!admitsSomebody(rule.rollout())) {
      add(
          Violations.at(pointer, "rolloutPercentage"),
          "admits nobody, so the rule does nothing; raise it, or remove the rule");
    }
    arms(rule.rollout().serve(), pointer);
  }

  private void rollout() {
    boolean changesNothing =
        flag.enabled()
            && flag.rules().isEmpty()
            && !admitsSomebody(flag.rollout())
            && flag.defaultVariant().equals(flag.offVariant());
    if (changesNothing) {
      add(
          "/rolloutPercentage",
          "admits nobody, so the flag is on and serves what it serves when off; raise it, or add a rule");
    }
    arms(flag.rollout().serve(), "");
  }

  private void arms(Serve serve, String pointer) {
    if (serve instanceof Serve.Split(var arms)) {
      for (int i = 0; i < arms.size(); i++) {
        if (arms.get(i).weight() == 0) {
          add(
              Violations.at(pointer + "/serve/split", i),
              "gives '%s' to nobody; give it a weight, or remove it"
                  .formatted(arms.get(i).variant()));
        }
      }
    }
  }
}
