package featureflags.json;

import featureflags.engine.Arm;
import featureflags.engine.Serve;
import featureflags.engine.SlotRange;
import featureflags.engine.Value;
import featureflags.engine.Weight;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What is served: `{"variant": …}` or `{"split": [{"variant", "weight", "ranges"}, …]}`. The
/// ranges are told and not asked for: those that somebody sends are passed over.
final class ServeShape {
  private static final int MAX_ARMS = 100;

  private ServeShape() {}

  /// Reads the `serve` of a flag or a rule and checks that its variants are known.
  ///
  /// @param otherwise the variant that is served when nothing is said
  static Serve read(Fields parent, VariantNames variants, String otherwise, Origin origin) {
    if (!parent.has("serve")) {
      return new Serve.One(otherwise);
    }
    var fields = Fields.of(parent.value("serve"), parent.at("serve"), parent.violations());
    if (fields.has("variant") && fields.has("split")) {
      fields.wrong("split", "is there beside 'variant'; give one of them", "");
    }
    Serve serve =
        fields.has("split")
            ? readSplit(fields, variants, origin)
            : new Serve.One(variants.required(fields, "variant"));
    fields.refuseOthers();
    return serve;
  }

  private static Serve readSplit(Fields serve, VariantNames variants, Origin origin) {
    int before = serve.violations().count();
    var arms = new ArrayList<Arm>();
    var seen = new HashSet<String>();
    serve.each(
        "split",
        MAX_ARMS,
        (value, pointer) -> {
          var fields = Fields.of(value, pointer, serve.violations());
          arms.add(readArm(fields, variants, seen, origin));
          fields.refuseOthers();
        });
    if (serve.violations().count() == before) {
      try {
        return origin == Origin.STORED
            ? new Serve.Split(arms)
            : Serve.Split.of(
                arms.stream().map(arm -> new Weight(arm.variant(), arm.weight())).toList());
      } catch (IllegalArgumentException e) {
        serve.wrong("split", String.valueOf(e.getMessage()), "");
      }
    }
    return new Serve.One("");
  }

  private static Arm readArm(
      Fields fields, VariantNames variants, Set<String> seen, Origin origin) {
    String variant = variants.required(fields, "variant");
    if (!variant.isEmpty() && !seen.add(variant)) {
      fields.wrong("variant", "'%s' is there twice".formatted(variant), "");
    }
    int weight = readWeight(fields, "weight");
    List<SlotRange> ranges = List.of();
    if (fields.has("ranges") && origin == Origin.STORED) {
      ranges = readRanges(fields);
    }
    return new Arm(variant, weight, ranges);
  }

  static int readWeight(Fields fields, String name) {
    if (!fields.has(name)) {
      return fields.wrong(name, "is missing", 0);
    }
    return fields.value(name) instanceof Value.Whole(long weight)
            && weight >= 0
            && weight <= Arm.MAX_WEIGHT
        ? (int) weight
        : fields.wrong(
            name,
            "must be a whole number from 0 to %d; write 33.3 as 333 beside 667"
                .formatted(Arm.MAX_WEIGHT),
            0);
  }

  private static List<SlotRange> readRanges(Fields arm) {
    var ranges = new ArrayList<SlotRange>();
    arm.each(
        "ranges",
        Integer.MAX_VALUE,
        (value, pointer) -> {
          try {
            if (value instanceof Value.Items(var ends)
                && ends.size() == 2
                && ends.get(0) instanceof Value.Whole(long from)
                && ends.get(1) instanceof Value.Whole(long to)) {
              ranges.add(new SlotRange(Math.toIntExact(from), Math.toIntExact(to)));
              return;
            }
            arm.violations().add(pointer, "must be [first slot, slot behind the last]");
          } catch (ArithmeticException | IllegalArgumentException e) {
            arm.violations().add(pointer, String.valueOf(e.getMessage()));
          }
        });
    return ranges;
  }

  static Value write(Serve serve) {
    return switch (serve) {
      case Serve.One(String variant) -> new Members().put("variant", variant).build();
      case Serve.Split(var arms) ->
          new Members().put("split", arms.stream().map(ServeShape::write).toList()).build();
    };
  }

  /// As somebody would send it: with weights, and no ranges.
  static Value.Structure asSent(Serve serve) {
    return switch (serve) {
      case Serve.One(String variant) -> new Members().put("variant", variant).build();
      case Serve.Split split ->
          new Members()
              .put("split", split.weights().stream().map(ServeShape::write).toList())
              .build();
    };
  }

  static Value write(Weight weight) {
    return new Members().put("variant", weight.variant()).put("weight", weight.weight()).build();
  }

  private static Value write(Arm arm) {
    return new Members()
        .put("variant", arm.variant())
        .put("weight", arm.weight())
        .put("ranges", arm.ranges().stream().map(ServeShape::write).toList())
        .build();
  }

  static Value write(SlotRange range) {
    return new Value.Items(List.of(new Value.Whole(range.from()), new Value.Whole(range.to())));
  }
}
