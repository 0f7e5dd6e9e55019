package featureflags.json;

import featureflags.engine.Context;
import featureflags.engine.Percentage;
import featureflags.engine.Rollout;
import featureflags.engine.Serve;
import featureflags.engine.Value;

/// The fields `rolloutPercentage`, `bucketBy`, `salt` and `serve`, which a flag and a rule share.
final class RolloutShape {
  private static final int MAX_ATTRIBUTE = 256;
  private static final int MAX_SALT = 256;

  private RolloutShape() {}

  static Rollout read(Fields fields, String flagKey, Percentage percentage, Serve serve) {
    String bucketBy = fields.text("bucketBy", Context.TARGETING_KEY, MAX_ATTRIBUTE);
    if (bucketBy.isEmpty()) {
      bucketBy = fields.wrong("bucketBy", "is empty; name an attribute", Context.TARGETING_KEY);
    }
    return new Rollout(
        Percentages.read(fields, "rolloutPercentage", percentage),
        bucketBy,
        fields.text("salt", flagKey, MAX_SALT),
        serve);
  }

  static void write(Members members, Rollout rollout, String flagKey) {
    members.put("rolloutPercentage", Percentages.write(rollout.percentage()));
    members.put("bucketBy", rollout.bucketBy());
    members.put(
        "salt",
        rollout.salt().equals(flagKey) ? new Value.Nothing() : new Value.Text(rollout.salt()));
  }
}
