package featureflags.engine;

import static featureflags.engine.Literals.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.doubles;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.longs;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quicktheories.core.Gen;

/// Times read as `java.time` reads them, where RFC 3339 takes them.
class TimestampProperties {
  private static final long FIRST =
      LocalDateTime.of(0, 1, 1, 0, 0, 0).toEpochSecond(ZoneOffset.UTC);
  private static final long LAST =
      LocalDateTime.of(9999, 12, 31, 23, 59, 59).toEpochSecond(ZoneOffset.UTC);
  private static final Pattern RFC_3339 =
      Pattern.compile(
          "([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt ]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\\.([0-9]+))?"
              + "(?:[Zz]|([+-])([0-9]{2}):([0-9]{2}))");

  @Test
  void everyTimeIsTheInstantThatJavaTakesItFor() {
    qt().withExamples(20_000)
        .forAll(
            longs().between(FIRST + 86_400, LAST - 86_400),
            integers().between(0, 999_999_999),
            integers().between(-18 * 60, 18 * 60))
        .checkAssert((second, nano, minutes) -> {
          OffsetDateTime time =
              Instant.ofEpochSecond(second, nano).atOffset(ZoneOffset.ofTotalSeconds(minutes * 60));
          String text = DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time);

          assertThat(OffsetDateTime.parse(text)).isEqualTo(time);
          assertThat(Timestamp.seconds(value(text))).isEqualTo(second);
          assertThat(Timestamp.nanos(value(text))).isEqualTo(nano);
        });
  }

  @Test
  void everyDayOfTheCalendarCounts() {
    for (int year : new int[] {0, 1, 4, 100, 400, 1582, 1900, 1970, 2000, 2024, 2026, 2100, 9999}) {
      for (LocalDate day = Year.of(year).atDay(1); day.getYear() == year; day = day.plusDays(1)) {
        String text = day.format(DateTimeFormatter.ISO_LOCAL_DATE) + "T00:00:00Z";

        assertThat(Rfc3339.seconds(text)).isEqualTo(day.toEpochDay() * 86_400);
      }
    }
  }

  @Test
  void everySpellingReadsAsItsFieldsSay() {
    qt().withExamples(20_000).forAll(spellings()).checkAssert(TimestampProperties::agrees);
  }

  @Test
  void whatIsNotRfc3339IsNoTime() {
    qt().withExamples(50_000)
        .forAll(Texts.mutated(spellings(), "0123456789--::..TtZz+ ٣"))
        .checkAssert(TimestampProperties::agrees);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026-01-31",
        "2026-01-31T12:00:00",
        "2026-01-31T12:00Z",
        "2026-01-31T12:00:00.Z",
        "2026-01-31T12:00:00,5Z",
        "2026-01-31T12:00:00+01",
        "2026-01-31T12:00:00+0100",
        "2026-01-31T12:00:00+01:00:00",
        "2026-01-31T12:00:00 Z",
        "2026-01-31T12:00:00Z ",
        "2026-01-31T24:00:00Z",
        "2026-01-31T12:60:00Z",
        "2026-01-31T12:00:61Z",
        "2026-00-10T12:00:00Z",
        "2026-13-10T12:00:00Z",
        "2026-01-00T12:00:00Z",
        "2026-04-31T12:00:00Z",
        "1900-02-29T12:00:00Z",
        "+2026-01-31T12:00:00Z",
        "12026-01-31T12:00:00Z",
        "2026-01-31T12:00:00+24:00",
        "2026-01-31T12:00:00+23:60",
        "2026-01-31T12:00:00Europe/Berlin",
        "20260131T120000Z",
        "2026-W05-6T12:00:00Z",
        "2026-01-31T12:00:00.5",
        "2026-01-31T12:00:00.5+",
        "-026-01-31T12:00:00Z"
      })
  void whatOthersTakeButRfc3339DoesNotIsNoTime(String text) {
    assertThat(Timestamp.seconds(value(text))).isEqualTo(Timestamp.NONE);
  }

  @Test
  void aLeapSecondIsTheFirstOfTheNextMinute() {
    assertThat(Rfc3339.seconds("2016-12-31T23:59:60Z"))
        .isEqualTo(Rfc3339.seconds("2017-01-01T00:00:00Z"));
  }

  @Test
  void decimalsBeyondTheNinthAreNotLookedAt() {
    assertThat(Rfc3339.nanos("2026-01-31T12:00:00.1234567899999Z")).isEqualTo(123_456_789);
    assertThat(Rfc3339.nanos("2026-01-31T12:00:00.5+01:00")).isEqualTo(500_000_000);
    assertThat(Rfc3339.nanos("2026-01-31T12:00:00+01:00")).isZero();
  }

  @Test
  void wholeNumbersAreMillisecondsSince1970() {
    qt().withExamples(20_000)
        .forAll(longs().between(FIRST * 1_000 - 10_000, LAST * 1_000 + 10_999))
        .checkAssert(TimestampProperties::millisAgree);
    qt().withExamples(1_000).forAll(longs().all()).checkAssert(TimestampProperties::millisAgree);
    millisAgree(FIRST * 1_000);
    millisAgree(FIRST * 1_000 - 1);
    millisAgree(LAST * 1_000 + 999);
    millisAgree(LAST * 1_000 + 1_000);
  }

  private static void millisAgree(long millis) {
    boolean known = millis >= FIRST * 1_000 && millis <= LAST * 1_000 + 999;
    Instant instant = Instant.ofEpochMilli(millis);
    long second = instant.getEpochSecond();
    int nano = instant.getNano();

    for (Value spelling : new Value[] {value(millis), value(Long.toString(millis))}) {
      assertThat(Timestamp.seconds(spelling)).isEqualTo(known ? second : Timestamp.NONE);
      if (known) {
        assertThat(Timestamp.nanos(spelling)).isEqualTo(nano);
      }
    }
  }

  @Test
  void decimalsAreTheMillisecondThatHasBegun() {
    qt().withExamples(10_000)
        .forAll(doubles().between(FIRST * 1_000.0, LAST * 1_000.0))
        .checkAssert(millis -> {
          Value begun = value((long) Math.floor(millis));

          assertThat(Timestamp.seconds(value(millis))).isEqualTo(Timestamp.seconds(begun));
          assertThat(Timestamp.nanos(value(millis))).isEqualTo(Timestamp.nanos(begun));
        });
    assertThat(Timestamp.seconds(value(1e300))).isEqualTo(Timestamp.NONE);
    assertThat(Timestamp.seconds(value(-1e300))).isEqualTo(Timestamp.NONE);
  }

  private static void agrees(String text) {
    Matcher fields = RFC_3339.matcher(text);
    long expected = fields.matches() ? seconds(fields) : Timestamp.NONE;

    assertThat(Rfc3339.seconds(text)).isEqualTo(expected);
    if (expected != Timestamp.NONE) {
      String decimals = fields.group(7) == null ? "" : fields.group(7);
      assertThat(Rfc3339.nanos(text))
          .isEqualTo(Integer.parseInt((decimals + "000000000").substring(0, 9)));
    }
  }

  private static long seconds(Matcher fields) {
    int second = field(fields, 6);
    boolean leap = second == 60;
    try {
      LocalDateTime time =
          LocalDateTime.of(
              field(fields, 1),
              field(fields, 2),
              field(fields, 3),
              field(fields, 4),
              field(fields, 5),
              leap ? 59 : second);
      int minutes = 0;
      if (fields.group(8) != null) {
        if (field(fields, 9) > 23 || field(fields, 10) > 59) {
          return Timestamp.NONE;
        }
        minutes = field(fields, 9) * 60 + field(fields, 10);
        minutes = fields.group(8).equals("-") ? -minutes : minutes;
      }
      return time.toEpochSecond(ZoneOffset.UTC) + (leap ? 1 : 0) - minutes * 60L;
    } catch (DateTimeException e) {
      return Timestamp.NONE;
    }
  }

  private static int field(Matcher fields, int group) {
    return Integer.parseInt(fields.group(group));
  }

  /// Times with every separator, number of decimals and zone, and fields a little out of range.
  private static Gen<String> spellings() {
    return source ->
        "%04d-%02d-%02d%c%02d:%02d:%02d%s%s"
            .formatted(
                Texts.between(source, 0, 9_999),
                Texts.between(source, 0, 13),
                Texts.between(source, 0, 32),
                "Tt ".charAt(Texts.between(source, 0, 2)),
                Texts.between(source, 0, 24),
                Texts.between(source, 0, 60),
                Texts.between(source, 0, 61),
                Texts.between(source, 0, 1) == 0
                    ? ""
                    : "." + Texts.of("0123456789", 1, 12).generate(source),
                zone(
                    Texts.between(source, 0, 3),
                    Texts.between(source, 0, 24),
                    Texts.between(source, 0, 60)));
  }

  private static String zone(int kind, int hours, int minutes) {
    return switch (kind) {
      case 0 -> "Z";
      case 1 -> "z";
      default -> "%c%02d:%02d".formatted(kind == 2 ? '+' : '-', hours, minutes);
    };
  }
}
