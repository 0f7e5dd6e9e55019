package featureflags.json;

import featureflags.catalog.SampleRate;
import featureflags.engine.Value;

/// A share as a number from 0 to 1.
final class SampleRates {
  private SampleRates() {}

  static SampleRate read(Fields fields, String name) {
    return switch (fields.value(name)) {
      case Value.Nothing() -> SampleRate.ALL;
      case Value.Whole(long share) -> read(fields, name, (double) share);
      case Value.Decimal(double share) -> read(fields, name, share);
      case Value other ->
          fields.wrong(
              name, "must be a number from 0 to 1, not " + Fields.kind(other), SampleRate.ALL);
    };
  }

  private static SampleRate read(Fields fields, String name, double share) {
    return share >= 0 && share <= 1
        ? new SampleRate(share)
        : fields.wrong(name, "is not within 0 to 1", SampleRate.ALL);
  }

  static Value write(SampleRate rate) {
    return rate.share() == 0 || rate.isAll()
        ? new Value.Whole((long) rate.share())
        : new Value.Decimal(rate.share());
  }
}
