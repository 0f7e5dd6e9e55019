package featureflags.testkit;

import featureflags.catalog.Details;
import featureflags.catalog.Draft;
import featureflags.catalog.SampleRate;
import featureflags.engine.Flag;
import featureflags.engine.Prerequisite;
import featureflags.engine.Rollout;
import featureflags.engine.Rule;
import featureflags.engine.Serve;
import featureflags.engine.Variant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.quicktheories.core.Gen;

/// Generators of two definitions of the same flag.
public final class RandomEdits {
  private static final int KINDS = 12;

  private final Dice dice;
  private final String key;
  private final List<Variant> variants;
  private final List<Rule> rules;
  private final List<String> tags;
  private Flag flag;
  private Details details;

  private RandomEdits(Dice dice, Draft draft) {
    this.dice = dice;
    this.flag = draft.flag();
    this.key = flag.key();
    this.details = draft.details();
    this.variants = new ArrayList<>(flag.variants());
    this.rules = new ArrayList<>(flag.rules());
    this.tags = new ArrayList<>(details.tags());
  }

  /// A flag before and after somebody worked on it.
  public record Edit(Draft before, Draft after) {}

  /// Any edit: from none over a few small ones to quite another flag of the same key.
  public static Gen<Edit> any() {
    return source -> {
      var dice = new Dice(source);
      Draft before = RandomFlags.entry(dice).draft();
      if (dice.onceIn(5)) {
        Flag other = RandomFlags.flag(dice, before.flag().key(), World.UNKNOWN);
        return new Edit(before, new Draft(other, RandomFlags.entry(dice).details()));
      }
      Draft after = before;
      for (int i = dice.below(5); i > 0; i--) {
        after = new RandomEdits(dice, after).one();
      }
      return new Edit(before, after);
    };
  }

  private Draft one() {
    switch (dice.below(KINDS)) {
      case 0 -> flag(!flag.enabled(), flag.offVariant(), flag.defaultVariant(), flag.rollout());
      case 1 -> flag(flag.enabled(), variant(), variant(), flag.rollout());
      case 2 ->
          flag(flag.enabled(), flag.offVariant(), flag.defaultVariant(), rollout(flag.rollout()));
      case 3 -> details(RandomTexts.storable(dice, 8), details.description(), details.owner());
      case 4 ->
          details(details.name(), RandomTexts.storable(dice, 8), RandomTexts.storable(dice, 8));
      case 5 -> tags.add(dice.below(tags.size() + 1), RandomTexts.storable(dice, 3));
      case 6 -> Collections.reverse(dice.onceIn(2) ? variants : tags);
      case 7 ->
          variants.replaceAll(each ->
              dice.onceIn(2)
                  ? each
                  : new Variant(each.key(), RandomFlags.variantValue(dice, flag.type())));
      case 8 -> rules.add(dice.below(rules.size() + 1), rule("new-" + rules.size()));
      default -> rule();
    }
    List<Prerequisite> prerequisites =
        dice.onceIn(6) ? RandomFlags.prerequisites(dice, World.UNKNOWN) : flag.prerequisites();
    return new Draft(
        new Flag(
            key,
            flag.type(),
            flag.enabled(),
            variants,
            flag.offVariant(),
            flag.defaultVariant(),
            prerequisites,
            rules,
            flag.rollout()),
        new Details(
            details.name(),
            details.description(),
            tags,
            details.owner(),
            details.auditSampleRate()));
  }

  private void flag(boolean enabled, String off, String otherwise, Rollout rollout) {
    flag =
        new Flag(
            key,
            flag.type(),
            enabled,
            flag.variants(),
            off,
            otherwise,
            flag.prerequisites(),
            flag.rules(),
            rollout);
  }

  private void details(String name, String description, String owner) {
    SampleRate rate = dice.onceIn(2) ? details.auditSampleRate() : RandomFlags.sampleRate(dice);
    details = new Details(name, description, details.tags(), owner, rate);
  }

  private List<String> names() {
    return variants.stream().map(Variant::key).toList();
  }

  private String variant() {
    return dice.pick(names());
  }

  /// Removes, moves or changes a rule, if there is one.
  private void rule() {
    if (rules.isEmpty()) {
      return;
    }
    int index = dice.below(rules.size());
    Rule rule = rules.remove(index);
    switch (dice.below(5)) {
      case 0 -> {}
      case 1 -> rules.add(dice.below(rules.size() + 1), rule);
      case 2 -> rules.add(index, new Rule(rule.id(), dice.below(5), rule.when(), rule.rollout()));
      case 3 ->
          rules.add(
              index,
              new Rule(
                  rule.id(),
                  rule.priority(),
                  RandomConditions.tree(dice, 1, World.UNKNOWN),
                  rule.rollout()));
      default ->
          rules.add(
              index, new Rule(rule.id(), rule.priority(), rule.when(), rollout(rule.rollout())));
    }
  }

  private Rule rule(String id) {
    if (rules.stream().anyMatch(rule -> rule.id().equals(id))) {
      return rule(id + "x");
    }
    return new Rule(
        id,
        dice.below(4),
        RandomConditions.tree(dice, 1, World.UNKNOWN),
        RandomFlags.rollout(dice, key, names()));
  }

  /// Often the same split with other weights, and arms that came or went.
  private Rollout rollout(Rollout rollout) {
    if (rollout.serve() instanceof Serve.Split split && !dice.onceIn(3)) {
      var weights = new ArrayList<>(RandomFlags.weights(dice, names()));
      weights.removeIf(weight -> weight.weight() == 0);
      var serve = dice.onceIn(2) ? Serve.Split.of(weights) : split.reweighed(weights);
      return new Rollout(rollout.percentage(), rollout.bucketBy(), rollout.salt(), serve);
    }
    return RandomFlags.rollout(dice, key, names());
  }
}
