package featureflags.testkit;

import featureflags.engine.Arm;
import featureflags.engine.Condition;
import featureflags.engine.Flag;
import featureflags.engine.Prerequisite;
import featureflags.engine.Rollout;
import featureflags.engine.Rule;
import featureflags.engine.Segment;
import featureflags.engine.Serve;
import featureflags.engine.Slot;
import featureflags.engine.SlotRange;
import featureflags.engine.SubjectPart;
import featureflags.engine.Value;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The order of evaluation as a reader would write it down: nothing is prepared, everything is
/// looked at as it is written. What the compiled evaluator answers is measured against this.
final class NaiveEvaluator {
  private final Map<String, Flag> flags;
  private final Map<String, Segment> segments;
  private final Map<String, Value> context;

  NaiveEvaluator(
      Map<String, Flag> flags, Map<String, Segment> segments, Map<String, Value> context) {
    this.flags = flags;
    this.segments = segments;
    this.context = context;
  }

  /// An answer: the variant's key, the reason's code, for a rule its id, and whether a split drew.
  record Answer(String variant, String reason, String rule, boolean drawn) {
    private Answer(String variant, String reason) {
      this(variant, reason, "", false);
    }
  }

  Answer evaluate(Flag flag) {
    if (!flag.enabled()) {
      return new Answer(flag.offVariant(), "FLAG_DISABLED");
    }
    for (Prerequisite prerequisite : flag.prerequisites()) {
      if (!serves(prerequisite.flag(), prerequisite.variants())) {
        return new Answer(flag.offVariant(), "PREREQUISITE_FAILED");
      }
    }
    for (Rule rule :
        flag.rules().stream().sorted(Comparator.comparingInt(Rule::priority)).toList()) {
      if (holds(rule.when())) {
        Optional<String> variant = served(rule.rollout());
        if (variant.isPresent()) {
          return new Answer(variant.get(), "TARGETING_RULE", rule.id(), draws(rule.rollout()));
        }
      }
    }
    return served(flag.rollout())
        .map(variant -> new Answer(variant, "ROLLOUT", "", draws(flag.rollout())))
        .orElseGet(() -> new Answer(flag.defaultVariant(), "DEFAULT"));
  }

  /// Whether the flag comes to a rule or rollout that buckets by a targeting key that is not there.
  boolean lacksTargetingKey(Flag flag) {
    if (attribute("targetingKey").flatMap(NaiveTest::canonical).isPresent()
        || !flag.enabled()
        || !flag.prerequisites().stream().allMatch(each -> serves(each.flag(), each.variants()))) {
      return false;
    }
    return Stream.concat(
            flag.rules().stream()
                .sorted(Comparator.comparingInt(Rule::priority))
                .filter(rule -> holds(rule.when()))
                .map(Rule::rollout),
            Stream.of(flag.rollout()))
        .filter(rollout -> bucketsByTargetingKey(rollout) || served(rollout).isPresent())
        .findFirst()
        .filter(NaiveEvaluator::bucketsByTargetingKey)
        .isPresent();
  }

  private static boolean bucketsByTargetingKey(Rollout rollout) {
    int threshold = rollout.percentage().thousandths();
    return List.of("userId", "targetingKey").contains(rollout.bucketBy())
        && threshold > 0
        && (threshold < Slot.COUNT || draws(rollout));
  }

  private boolean serves(String key, List<String> variants) {
    return flags.containsKey(key) && variants.contains(evaluate(flags.get(key)).variant());
  }

  private boolean holds(Condition condition) {
    return switch (condition) {
      case Condition.All(var parts) -> parts.stream().allMatch(this::holds);
      case Condition.Any(var parts) -> parts.stream().anyMatch(this::holds);
      case Condition.Not(var part) -> !holds(part);
      case Condition.InSegment(String key) ->
          segments.containsKey(key) && contains(segments.get(key));
      case Condition.FlagServes(String key, var variants) -> serves(key, variants);
      case Condition.AttributeTest test -> NaiveTest.holds(test, attribute(test.attribute()));
    };
  }

  private boolean contains(Segment segment) {
    Optional<String> key = attribute("targetingKey").flatMap(NaiveTest::canonical);
    if (key.isPresent() && lists(segment.excluded().parts(), key.get())) {
      return false;
    }
    return (key.isPresent() && lists(segment.included().parts(), key.get()))
        || holds(segment.when());
  }

  private static boolean lists(List<SubjectPart> parts, String key) {
    return parts.stream().flatMap(part -> part.lines().lines()).anyMatch(key::equals);
  }

  private Optional<String> served(Rollout rollout) {
    int threshold = rollout.percentage().thousandths();
    Optional<String> subject = attribute(rollout.bucketBy()).flatMap(NaiveTest::canonical);
    boolean admitted =
        threshold == Slot.COUNT
            || (subject.isPresent() && Slot.of(subject.get(), rollout.salt()) < threshold);
    return admitted ? variant(rollout, subject) : Optional.empty();
  }

  private static Optional<String> variant(Rollout rollout, Optional<String> subject) {
    return switch (rollout.serve()) {
      case Serve.One(String variant) -> Optional.of(variant);
      case Serve.Split(var arms) ->
          subject.map(text -> owner(arms, Slot.of(text, rollout.salt() + ":split")));
    };
  }

  private static boolean draws(Rollout rollout) {
    return rollout.serve() instanceof Serve.Split;
  }

  private static String owner(List<Arm> arms, int slot) {
    for (Arm arm : arms) {
      for (SlotRange range : arm.ranges()) {
        if (range.from() <= slot && slot < range.to()) {
          return arm.variant();
        }
      }
    }
    throw new AssertionError("slot %d belongs to no arm".formatted(slot));
  }

  private Optional<Value> attribute(String name) {
    if (name.equals("userId") || name.equals("targetingKey")) {
      return present(context.get("targetingKey")).or(() -> present(context.get("userId")));
    }
    return present(context.get(name)).or(() -> walk(context, name));
  }

  private static Optional<Value> walk(Map<String, Value> fields, String path) {
    int dot = path.indexOf('.');
    if (dot < 0) {
      return present(fields.get(path));
    }
    return present(fields.get(path.substring(0, dot)))
        .flatMap(value ->
            value instanceof Value.Structure(var inner)
                ? walk(inner, path.substring(dot + 1))
                : Optional.empty());
  }

  @SuppressWarnings("NullAway") // a map's word for what it does not have
  private static Optional<Value> present(Value value) {
    return Optional.ofNullable(value).filter(each -> !(each instanceof Value.Nothing));
  }
}
