package featureflags.json;

import featureflags.catalog.VariantCount;
import featureflags.engine.Value;
import java.util.List;

/// How often a flag served each variant, as an answer tells it.
public final class VariantCountShape {
  private VariantCountShape() {}

  /// Writes the counts, in their order.
  public static Value write(List<VariantCount> counts) {
    return new Members()
        .put("items", counts.stream().map(VariantCountShape::write).toList())
        .build();
  }

  private static Value write(VariantCount count) {
    return new Members()
        .put("from", count.from())
        .put("variant", count.variant())
        .put("evaluations", new Value.Whole(count.evaluations()))
        .build();
  }
}
