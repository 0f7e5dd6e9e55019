package featureflags.testkit;

import com.google.re2j.Pattern;
import featureflags.engine.Condition;
import featureflags.engine.Operator;
import featureflags.engine.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What each operator means, by the JDK's own numbers, times and addresses.
final class NaiveTest {
  private NaiveTest() {}

  static boolean holds(Condition.AttributeTest test, Optional<Value> attribute) {
    if (attribute.isEmpty()) {
      return test.operator() == Operator.NOT_EXISTS;
    }
    return switch (test.operator()) {
      case EXISTS -> true;
      case NOT_EXISTS -> false;
      case NEQ, NOT_IN, NOT_CONTAINS -> !any(test, attribute.get());
      case EQ,
          IN,
          CONTAINS,
          STARTS_WITH,
          ENDS_WITH,
          MATCHES,
          GT,
          GTE,
          LT,
          LTE,
          BEFORE,
          AFTER,
          SEMVER_EQ,
          SEMVER_GT,
          SEMVER_GTE,
          SEMVER_LT,
          SEMVER_LTE,
          IN_CIDR,
          MODULO ->
          any(test, attribute.get());
    };
  }

  private static boolean any(Condition.AttributeTest test, Value attribute) {
    List<Value> elements =
        attribute instanceof Value.Items(var values) ? values : List.of(attribute);
    if (test.operator() == Operator.MODULO) {
      return elements.stream().anyMatch(each -> leaves(each, test.values()));
    }
    return elements.stream()
        .anyMatch(each ->
            test.values().stream()
                .anyMatch(value -> one(test.operator(), each, value, test.ignoreCase())));
  }

  private static boolean one(Operator operator, Value seen, Value value, boolean ignoreCase) {
    return switch (operator) {
      case EQ, NEQ, IN, NOT_IN ->
          canonical(seen)
              .filter(text -> same(text, canonical(value).orElseThrow(), ignoreCase))
              .isPresent();
      case CONTAINS, NOT_CONTAINS -> both(seen, value, ignoreCase, String::contains);
      case STARTS_WITH -> both(seen, value, ignoreCase, String::startsWith);
      case ENDS_WITH -> both(seen, value, ignoreCase, String::endsWith);
      case MATCHES ->
          seen instanceof Value.Text(String text)
              && text.length() <= 4_096
              && Pattern.compile(
                      canonical(value).orElseThrow(), ignoreCase ? Pattern.CASE_INSENSITIVE : 0)
                  .matcher(text)
                  .find();
      case GT -> number(seen).filter(n -> n > number(value).orElseThrow()).isPresent();
      case GTE -> number(seen).filter(n -> n >= number(value).orElseThrow()).isPresent();
      case LT -> number(seen).filter(n -> n < number(value).orElseThrow()).isPresent();
      case LTE -> number(seen).filter(n -> n <= number(value).orElseThrow()).isPresent();
      case BEFORE -> time(seen).filter(t -> t.isBefore(time(value).orElseThrow())).isPresent();
      case AFTER -> time(seen).filter(t -> t.isAfter(time(value).orElseThrow())).isPresent();
      case SEMVER_EQ -> order(seen, value).filter(order -> order == 0).isPresent();
      case SEMVER_GT -> order(seen, value).filter(order -> order > 0).isPresent();
      case SEMVER_GTE -> order(seen, value).filter(order -> order >= 0).isPresent();
      case SEMVER_LT -> order(seen, value).filter(order -> order < 0).isPresent();
      case SEMVER_LTE -> order(seen, value).filter(order -> order <= 0).isPresent();
      case IN_CIDR -> within(seen, canonical(value).orElseThrow());
      case MODULO, EXISTS, NOT_EXISTS -> throw new AssertionError(operator);
    };
  }

  static Optional<String> canonical(Value value) {
    return switch (value) {
      case Value.Text(String text) -> Optional.of(text);
      case Value.Bool(boolean bool) -> Optional.of(String.valueOf(bool));
      case Value.Whole(long number) -> Optional.of(String.valueOf(number));
      case Value.Decimal(double number) ->
          Optional.of(BigDecimal.valueOf(number).stripTrailingZeros().toPlainString());
      case Value.Items _, Value.Structure _, Value.Nothing _ -> Optional.empty();
    };
  }

  private static boolean same(String a, String b, boolean ignoreCase) {
    return ignoreCase ? fold(a).equals(fold(b)) : a.equals(b);
  }

  private static boolean both(Value seen, Value value, boolean ignoreCase, Search search) {
    String wanted = canonical(value).orElseThrow();
    return seen instanceof Value.Text(String text)
        && (ignoreCase ? search.finds(fold(text), fold(wanted)) : search.finds(text, wanted));
  }

  private static String fold(String text) {
    return text.codePoints()
        .map(Character::toUpperCase)
        .map(Character::toLowerCase)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static Optional<Double> number(Value value) {
    return switch (value) {
      case Value.Whole(long number) -> Optional.of((double) number);
      case Value.Decimal(double number) -> Optional.of(number);
      case Value.Text(String text)
          when text.matches("-?[0-9]+([.][0-9]+)?([eE][+-]?[0-9]+)?")
              && Double.isFinite(Double.parseDouble(text)) ->
          Optional.of(Double.valueOf(text));
      case Value.Text _, Value.Bool _, Value.Items _, Value.Structure _, Value.Nothing _ ->
          Optional.empty();
    };
  }

  private static Optional<BigInteger> whole(Value value) {
    Optional<BigInteger> number =
        switch (value) {
          case Value.Whole(long whole) -> Optional.of(BigInteger.valueOf(whole));
          case Value.Decimal(double decimal) when decimal == Math.rint(decimal) ->
              Optional.of(new BigDecimal(decimal).toBigInteger());
          case Value.Text(String text) when text.matches("-?[0-9]{1,19}") ->
              Optional.of(new BigInteger(text));
          case Value.Text _,
              Value.Decimal _,
              Value.Bool _,
              Value.Items _,
              Value.Structure _,
              Value.Nothing _ ->
              Optional.empty();
        };
    return number.filter(each -> each.bitLength() < 64);
  }

  private static boolean leaves(Value seen, List<Value> values) {
    BigInteger divisor = whole(values.get(0)).orElseThrow();
    return whole(seen).map(number -> number.mod(divisor)).equals(whole(values.get(1)));
  }

  private static Optional<Instant> time(Value value) {
    if (value instanceof Value.Decimal(double millis) && !whole(value).isPresent()) {
      return millis(BigDecimal.valueOf(Math.floor(millis)).toBigInteger());
    }
    Optional<BigInteger> millis = whole(value);
    if (millis.isPresent()) {
      return millis(millis.get());
    }
    return value instanceof Value.Text(String text) ? rfc3339(text) : Optional.empty();
  }

  private static Optional<Instant> millis(BigInteger millis) {
    Instant first = Instant.parse("0000-01-01T00:00:00Z");
    Instant last = Instant.parse("9999-12-31T23:59:59.999Z");
    return millis.compareTo(BigInteger.valueOf(first.toEpochMilli())) < 0
            || millis.compareTo(BigInteger.valueOf(last.toEpochMilli())) > 0
        ? Optional.empty()
        : Optional.of(Instant.ofEpochMilli(millis.longValueExact()));
  }

  private static Optional<Instant> rfc3339(String text) {
    if (!text.matches(
        "[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})")) {
      return Optional.empty();
    }
    boolean leap = text.startsWith(":60", 16);
    String zone = text.matches(".*[Zz]") ? "Z" : text.substring(text.length() - 6);
    String local =
        text.substring(0, 10)
            + "T"
            + text.substring(11, 17)
            + (leap ? "59" : text.substring(17, 19));
    String decimals = text.replaceFirst("^.{19}", "").replaceFirst("([Zz]|[+-].....)$", "");
    try {
      // The JDK's zones end at 18 hours: the offset is taken off by hand.
      Instant utc = OffsetDateTime.parse(local + "Z").toInstant();
      int hours = zone.equals("Z") ? 0 : Integer.parseInt(zone.substring(1, 3));
      int minutes = zone.equals("Z") ? 0 : Integer.parseInt(zone.substring(4, 6));
      if (hours > 23 || minutes > 59) {
        return Optional.empty();
      }
      int sign = zone.startsWith("-") ? -1 : 1;
      String nanos = (decimals.isEmpty() ? "" : decimals.substring(1)) + "000000000";
      return Optional.of(
          utc.minusSeconds(sign * (hours * 3_600L + minutes * 60L))
              .plusSeconds(leap ? 1 : 0)
              .plusNanos(Long.parseLong(nanos.substring(0, 9))));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Optional<Integer> order(Value seen, Value value) {
    return seen instanceof Value.Text(String text)
        ? NaiveVersion.of(text)
            .map(version ->
                version.compareTo(NaiveVersion.of(canonical(value).orElseThrow()).orElseThrow()))
        : Optional.empty();
  }

  private static boolean within(Value seen, String block) {
    if (!(seen instanceof Value.Text(String text))) {
      return false;
    }
    String[] parts = block.split("/", -1);
    Optional<byte[]> address = bytes(text);
    byte[] network = bytes(parts[0]).orElseThrow();
    if (address.isEmpty()) {
      return false;
    }
    int length = parts.length == 1 ? network.length * 8 : Integer.parseInt(parts[1]);
    if (parts[0].contains(":") && network.length == 4) {
      length -= parts.length == 1 ? 0 : 96; // written as IPv6, meant as IPv4
    }
    return address.get().length == network.length
        && bits(address.get()).regionMatches(0, bits(network), 0, length);
  }

  private static String bits(byte[] bytes) {
    var bits = new StringBuilder();
    for (byte b : bytes) {
      bits.append(
          String.format(Locale.ROOT, "%8s", Integer.toBinaryString(b & 0xff)).replace(' ', '0'));
    }
    return bits.toString();
  }

  /// 4 or 16 bytes; those of IPv4 also for an IPv4 address in IPv6 clothes, as the JDK does it.
  private static Optional<byte[]> bytes(String text) {
    boolean literal =
        text.matches("(0|[1-9][0-9]{0,2})([.](0|[1-9][0-9]{0,2})){3}")
            || (text.contains(":") && text.matches("[0-9a-fA-F:.]+"));
    try {
      return literal ? Optional.of(InetAddress.ofLiteral(text).getAddress()) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// One way to find a text in another.
  @FunctionalInterface
  private interface Search {
    boolean finds(String text, String wanted);
  }
}
