package featureflags.bench;

import featureflags.engine.Flag;

/// The six flags that are measured, each beside the evaluator that was written for it alone.
///
/// Public, as what JMH generates needs it to be.
public enum Scenario {
  ON("on for everybody"),
  HALF("50 % rollout"),
  TEN_RULES("ten rules, the tenth matches"),
  LONG_LIST("list of 1,000 ids, a hit"),
  SPLIT("split five ways"),
  VERSION("semver and number");

  private final String title;

  Scenario(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /// The flag's definition.
  Flag flag() {
    return switch (this) {
      case ON -> SixFlags.on();
      case HALF -> SixFlags.half();
      case TEN_RULES -> SixFlags.tenRules();
      case LONG_LIST -> SixFlags.longList();
      case SPLIT -> SixFlags.split();
      case VERSION -> SixFlags.version();
    };
  }

  /// The same by hand.
  Limit limit() {
    return switch (this) {
      case ON -> new LimitOn();
      case HALF -> new LimitHalf();
      case TEN_RULES -> new LimitTenRules();
      case LONG_LIST -> new LimitLongList();
      case SPLIT -> new LimitSplit();
      case VERSION -> new LimitVersion();
    };
  }

  /// The flag's key as a request brings it: equal to the flag's own, not the same.
  String askedKey() {
    return new String(flag().key().toCharArray());
  }
}
