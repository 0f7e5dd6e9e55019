package featureflags.engine;

/// A time as a text or number spells it: RFC 3339 with any zone, or milliseconds since 1970. Read
/// without allocation; decimals of a second beyond the ninth are not looked at.
final class Timestamp {
  /// What is no time.
  static final long NONE = Long.MIN_VALUE;

  private static final int MILLIS = 1_000;
  private static final int NANOS_OF_MILLI = 1_000_000;

  /// Milliseconds beyond the years that RFC 3339 has are no time.
  private static final long LAST_MILLI = 253_402_300_799_999L;

  private static final long FIRST_MILLI = -62_167_219_200_000L;

  private Timestamp() {}

  /// The whole seconds since 1970, rounded down; [#NONE] for what is no time.
  static long seconds(Value value) {
    return switch (value) {
      case Value.Text(String text) -> seconds(text);
      case Value.Whole(long millis) -> secondsOf(millis);
      case Value.Decimal(double millis) -> secondsOf(whole(millis));
      case Value.Bool _, Value.Items _, Value.Structure _, Value.Nothing _ -> NONE;
    };
  }

  /// The nanoseconds behind [#seconds(Value)], 0 to 999,999,999, of what is a time.
  static int nanos(Value value) {
    return switch (value) {
      case Value.Text(String text) -> nanos(text);
      case Value.Whole(long millis) -> nanosOf(millis);
      case Value.Decimal(double millis) -> nanosOf(whole(millis));
      case Value.Bool _, Value.Items _, Value.Structure _, Value.Nothing _ -> 0;
    };
  }

  /// The milliseconds without their decimals; a number out of range for what is beyond it.
  private static long whole(double millis) {
    return (long) Math.floor(millis); // saturates
  }

  private static long secondsOf(long millis) {
    return millis < FIRST_MILLI || millis > LAST_MILLI ? NONE : Math.floorDiv(millis, MILLIS);
  }

  private static int nanosOf(long millis) {
    return Math.floorMod(millis, MILLIS) * NANOS_OF_MILLI;
  }

  private static long seconds(String text) {
    if (NumericText.spellsWhole(text)) {
      return secondsOf(NumericText.whole(text));
    }
    return Rfc3339.seconds(text);
  }

  private static int nanos(String text) {
    return NumericText.spellsWhole(text) ? nanosOf(NumericText.whole(text)) : Rfc3339.nanos(text);
  }
}
