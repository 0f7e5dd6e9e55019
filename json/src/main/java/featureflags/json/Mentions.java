package featureflags.json;

import featureflags.engine.Condition;
import featureflags.engine.Flag;
import featureflags.engine.Prerequisite;
import java.util.ArrayList;
import java.util.List;

/// Every place of a flag's document that names another flag or a segment, in the order of the
/// document.
///
/// @param flags places that name flags
/// @param segments places that name segments
public record Mentions(List<OfFlag> flags, List<OfSegment> segments) {
  /// Copies the lists.
  public Mentions {
    flags = List.copyOf(flags);
    segments = List.copyOf(segments);
  }

  /// A place that names a flag and variants of it.
  ///
  /// @param place the pointer of the object that has both
  /// @param key the flag's key
  /// @param variants keys of its variants
  public record OfFlag(String place, String key, List<String> variants) {
    /// Copies the list.
    public OfFlag {
      variants = List.copyOf(variants);
    }

    /// Where the flag's key stands.
    public String pointer() {
      return Violations.at(place, "flag");
    }

    /// Where the key of a variant stands.
    ///
    /// @param index of the variant among [#variants]
    public String variantPointer(int index) {
      return Violations.at(Violations.at(place, "variants"), index);
    }
  }

  /// A place that names a segment.
  ///
  /// @param pointer where the segment's key stands
  /// @param key the segment's key
  public record OfSegment(String pointer, String key) {}

  /// Those of a flag: of its prerequisites and of its rules.
  public static Mentions of(Flag flag) {
    var flags = new ArrayList<OfFlag>();
    var segments = new ArrayList<OfSegment>();
    for (int i = 0; i < flag.prerequisites().size(); i++) {
      Prerequisite prerequisite = flag.prerequisites().get(i);
      flags.add(
          new OfFlag(
              Violations.at("/prerequisites", i), prerequisite.flag(), prerequisite.variants()));
    }
    for (int i = 0; i < flag.rules().size(); i++) {
      String when = Violations.at(Violations.at("/rules", i), "when");
      collect(flag.rules().get(i).when(), when, flags, segments);
    }
    return new Mentions(flags, segments);
  }

  /// Those of a condition that is written at a place.
  public static Mentions of(Condition condition, String place) {
    var flags = new ArrayList<OfFlag>();
    var segments = new ArrayList<OfSegment>();
    collect(condition, place, flags, segments);
    return new Mentions(flags, segments);
  }

  private static void collect(
      Condition condition, String place, List<OfFlag> flags, List<OfSegment> segments) {
    switch (condition) {
      case Condition.All(var parts) -> collect(parts, Violations.at(place, "all"), flags, segments);
      case Condition.Any(var parts) -> collect(parts, Violations.at(place, "any"), flags, segments);
      case Condition.Not(var part) -> collect(part, Violations.at(place, "not"), flags, segments);
      case Condition.InSegment(String segment) ->
          segments.add(new OfSegment(Violations.at(place, "segment"), segment));
      case Condition.FlagServes(String flag, var variants) ->
          flags.add(new OfFlag(place, flag, variants));
      case Condition.AttributeTest _ -> {}
    }
  }

  private static void collect(
      List<Condition> parts, String place, List<OfFlag> flags, List<OfSegment> segments) {
    for (int i = 0; i < parts.size(); i++) {
      collect(parts.get(i), Violations.at(place, i), flags, segments);
    }
  }
}
