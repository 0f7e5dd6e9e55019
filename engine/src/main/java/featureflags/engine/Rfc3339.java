package featureflags.engine;

/// Reads RFC 3339 times such as `2026-01-31T12:00:00.5+01:00` without allocation.
final class Rfc3339 {
  private static final int DATE_AND_TIME = 19; // 2026-01-31T12:00:00
  private static final int SECONDS_OF_DAY = 86_400;

  private Rfc3339() {}

  /// The whole seconds since 1970; [Timestamp#NONE] for any other text.
  static long seconds(String text) {
    if (text.length() <= DATE_AND_TIME || !hasSigns(text)) {
      return Timestamp.NONE;
    }
    int year = number(text, 0, 4);
    int month = number(text, 5, 2);
    int day = number(text, 8, 2);
    int hour = number(text, 11, 2);
    int minute = number(text, 14, 2);
    int second = number(text, 17, 2);
    if (year < 0 || month < 1 || month > 12 || day < 1 || day > daysOf(year, month)) {
      return Timestamp.NONE;
    }
    // A leap second counts as the first of the next minute.
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) {
      return Timestamp.NONE;
    }
    int offset = offset(text, endOfDecimals(text));
    return offset == Integer.MIN_VALUE
        ? Timestamp.NONE
        : days(year, month, day) * SECONDS_OF_DAY
            + hour * 3_600L
            + minute * 60L
            + second
            - offset * 60L;
  }

  /// The decimals of a text that [#seconds] reads, in nanoseconds.
  static int nanos(String text) {
    int nanos = 0;
    int end = endOfDecimals(text);
    for (int i = DATE_AND_TIME + 1; i < DATE_AND_TIME + 10; i++) {
      nanos = nanos * 10 + (i < end ? text.charAt(i) - '0' : 0);
    }
    return nanos;
  }

  private static boolean hasSigns(String text) {
    char between = text.charAt(10);
    return text.charAt(4) == '-'
        && text.charAt(7) == '-'
        && (between == 'T' || between == 't' || between == ' ')
        && text.charAt(13) == ':'
        && text.charAt(16) == ':';
  }

  /// Where the zone starts; where the point is when no digit follows it.
  private static int endOfDecimals(String text) {
    if (text.charAt(DATE_AND_TIME) != '.') {
      return DATE_AND_TIME;
    }
    int end = DATE_AND_TIME + 1;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end == DATE_AND_TIME + 1 ? DATE_AND_TIME : end;
  }

  /// Minutes east of Greenwich; [Integer#MIN_VALUE] when none are written from there to the end.
  private static int offset(String text, int at) {
    if (at == text.length() - 1) {
      char zone = text.charAt(at);
      return zone == 'Z' || zone == 'z' ? 0 : Integer.MIN_VALUE;
    }
    if (at != text.length() - 6 || text.charAt(at + 3) != ':') {
      return Integer.MIN_VALUE;
    }
    char sign = text.charAt(at);
    int hours = number(text, at + 1, 2);
    int minutes = number(text, at + 4, 2);
    if ((sign != '+' && sign != '-') || hours < 0 || hours > 23 || minutes < 0 || minutes > 59) {
      return Integer.MIN_VALUE;
    }
    return sign == '-' ? -(hours * 60 + minutes) : hours * 60 + minutes;
  }

  /// The number that these characters spell; negative when one is no digit.
  private static int number(String text, int from, int length) {
    int number = 0;
    for (int i = from; i < from + length; i++) {
      if (!isDigit(text.charAt(i))) {
        return -1;
      }
      number = number * 10 + (text.charAt(i) - '0');
    }
    return number;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static int daysOf(int year, int month) {
    return switch (month) {
      case 2 -> isLeap(year) ? 29 : 28;
      case 4, 6, 9, 11 -> 30;
      default -> 31;
    };
  }

  private static boolean isLeap(int year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  }

  /// Days since 1970-01-01 in the proleptic Gregorian calendar: years start in March, so that leap
  /// days come last (Howard Hinnant, days_from_civil).
  private static long days(int year, int month, int day) {
    int y = month <= 2 ? year - 1 : year;
    int era = Math.floorDiv(y, 400);
    int yearOfEra = y - era * 400;
    int dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * 146_097L + dayOfEra - 719_468;
  }
}
