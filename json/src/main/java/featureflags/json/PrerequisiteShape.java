package featureflags.json;

import featureflags.engine.Prerequisite;
import featureflags.engine.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// The `prerequisites` of a flag: `{"flag": …, "variants": […]}`.
final class PrerequisiteShape {
  private static final int MAX_PREREQUISITES = 100;

  private PrerequisiteShape() {}

  static List<Prerequisite> read(Fields flag) {
    var prerequisites = new ArrayList<Prerequisite>();
    var seen = new HashSet<String>();
    flag.each(
        "prerequisites",
        MAX_PREREQUISITES,
        (value, pointer) -> {
          var fields = Fields.of(value, pointer, flag.violations());
          String key = fields.requiredKey("flag");
          if (!seen.add(key) && !key.isEmpty()) {
            fields.wrong("flag", "'%s' is there twice".formatted(key), "");
          }
          List<String> variants = ConditionShape.readVariants(fields);
          fields.refuseOthers();
          if (flag.violations().none()) {
            prerequisites.add(new Prerequisite(key, variants));
          }
        });
    return prerequisites;
  }

  static Value write(Prerequisite prerequisite) {
    return new Members()
        .put("flag", prerequisite.flag())
        .putTexts("variants", prerequisite.variants())
        .build();
  }
}
