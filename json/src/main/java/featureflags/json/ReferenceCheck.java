package featureflags.json;

import featureflags.engine.Dependencies;
import featureflags.engine.Flag;
import featureflags.engine.References;
import featureflags.engine.Variant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Checks what a flag refers to against what is there, so that nothing is saved that names a
/// missing flag, variant or segment, closes a circle, or depends on too much.
public final class ReferenceCheck {
  private ReferenceCheck() {}

  /// What a flag can refer to.
  ///
  /// @param variants of each flag in use, the keys of its variants
  /// @param archived the flags that are archived
  /// @param segments the segments
  /// @param dependencies for each other flag in use that depends on flags, their keys
  public record Known(
      Map<String, List<String>> variants,
      Set<String> archived,
      Set<String> segments,
      Map<String, List<String>> dependencies) {
    /// Copies all of it.
    public Known {
      variants = Map.copyOf(variants);
      archived = Set.copyOf(archived);
      segments = Set.copyOf(segments);
      dependencies = Map.copyOf(dependencies);
    }
  }

  /// Everything that a flag refers to and may not; nothing when all is well.
  public static List<Violation> of(Flag flag, Known known) {
    var mentions = Mentions.of(flag);
    var violations = new ArrayList<Violation>();
    for (Mentions.OfFlag mention : mentions.flags()) {
      check(mention, flag, known, violations);
    }
    for (Mentions.OfSegment mention : mentions.segments()) {
      if (!known.segments().contains(mention.key())) {
        violations.add(new Violation(mention.pointer(), missing("segment", mention.key())));
      }
    }
    if (violations.isEmpty()) {
      checkDependencies(flag, mentions, known, violations);
    }
    return violations;
  }

  private static void check(
      Mentions.OfFlag mention, Flag flag, Known known, List<Violation> violations) {
    if (mention.key().equals(flag.key())) {
      return; // a circle, told as one
    }
    List<String> variants = known.variants().get(mention.key());
    if (variants == null) {
      String message =
          known.archived().contains(mention.key())
              ? "flag '%s' is archived; restore it first".formatted(mention.key())
              : missing("flag", mention.key());
      violations.add(new Violation(mention.pointer(), message));
      return;
    }
    for (int i = 0; i < mention.variants().size(); i++) {
      String variant = mention.variants().get(i);
      if (!variants.contains(variant)) {
        violations.add(
            new Violation(
                mention.variantPointer(i),
                "flag '%s' has no variant '%s'%s"
                    .formatted(mention.key(), variant, Suggestion.of(variant, variants))));
      }
    }
  }

  private static String missing(String what, String key) {
    return "there is no %s '%s' in this environment".formatted(what, key);
  }

  private static void checkDependencies(
      Flag flag, Mentions mentions, Known known, List<Violation> violations) {
    List<String> own = References.asked(flag);
    if (own.isEmpty()) {
      return;
    }
    Map<String, Collection<String>> edges = new HashMap<>(known.dependencies());
    edges.put(flag.key(), own);
    var dependencies = new Dependencies(edges);
    Optional<List<String>> circle = dependencies.circle(flag.key());
    if (circle.isPresent()) {
      String next = circle.get().get(1);
      mentions.flags().stream()
          .filter(mention -> mention.key().equals(next))
          .forEach(mention ->
              violations.add(
                  new Violation(
                      mention.pointer(), "closes a circle: " + String.join(" → ", circle.get()))));
    } else {
      dependencies
          .excess(flag.key())
          .ifPresent(excess -> violations.add(new Violation("", excess)));
    }
  }

  /// Where another flag asks this one for a variant that it no longer has.
  ///
  /// @param other a flag that depends on this one
  public static List<Violation> ofDependent(Flag flag, Flag other) {
    List<String> variants = flag.variants().stream().map(Variant::key).toList();
    var violations = new ArrayList<Violation>();
    for (Mentions.OfFlag mention : Mentions.of(other).flags()) {
      if (mention.key().equals(flag.key())) {
        mention.variants().stream()
            .filter(variant -> !variants.contains(variant))
            .forEach(variant ->
                violations.add(
                    new Violation(
                        "/variants",
                        "variant '%s' may not go: flag '%s' asks for it at %s"
                            .formatted(variant, other.key(), mention.pointer()))));
      }
    }
    return violations;
  }
}
