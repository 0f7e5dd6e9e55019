package featureflags.engine;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The addresses of several blocks such as `10.0.0.0/8`, `2001:db8::/32` or `10.0.0.1`, as ranges
/// that are searched by halves, however many there are.
final class AddressBlocks implements Comparison {
  private static final BigInteger IPV4_FIRST = BigInteger.valueOf(IpText.IPV4);
  private static final BigInteger IPV4_LAST = IPV4_FIRST.add(BigInteger.valueOf(0xffff_ffffL));

  private final long[] fromHigh;
  private final long[] fromLow;
  private final long[] toHigh;
  private final long[] toLow;

  private AddressBlocks(List<Range> ranges) {
    this.fromHigh = ranges.stream().mapToLong(range -> high(range.from())).toArray();
    this.fromLow = ranges.stream().mapToLong(range -> range.from().longValue()).toArray();
    this.toHigh = ranges.stream().mapToLong(range -> high(range.to())).toArray();
    this.toLow = ranges.stream().mapToLong(range -> range.to().longValue()).toArray();
  }

  /// @param blocks texts that are blocks
  static AddressBlocks of(List<Value> blocks) {
    var ranges = new ArrayList<Range>();
    for (Value block : blocks) {
      if (block instanceof Value.Text(String text)) {
        ranges.addAll(ranges(text));
      }
    }
    return new AddressBlocks(merged(ranges));
  }

  /// Whether the text is an address, or one with `/` and how many of its leading bits count.
  static boolean spellsBlock(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    if (!IpText.spells(address)) {
      return false;
    }
    String length = slash < 0 ? "0" : text.substring(slash + 1);
    int most = address.indexOf(':') < 0 ? 32 : 128;
    return length.matches("0|[1-9][0-9]{0,2}") && Integer.parseInt(length) <= most;
  }

  private static List<Range> ranges(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    boolean ipv4 = address.indexOf(':') < 0;
    int width = ipv4 ? 32 : 128;
    int free = slash < 0 ? 0 : width - Integer.parseInt(text.substring(slash + 1));
    BigInteger from =
        unsigned(IpText.high(address))
            .shiftLeft(64)
            .or(unsigned(IpText.low(address)))
            .shiftRight(free)
            .shiftLeft(free);
    var whole = new Range(from, from.add(BigInteger.ONE.shiftLeft(free)).subtract(BigInteger.ONE));
    boolean coversAllOfIpv4 =
        from.compareTo(IPV4_FIRST) < 0 && whole.to().compareTo(IPV4_LAST) >= 0;
    return coversAllOfIpv4
        ? List.of(
            new Range(from, IPV4_FIRST.subtract(BigInteger.ONE)),
            new Range(IPV4_LAST.add(BigInteger.ONE), whole.to()))
        : List.of(whole);
  }

  private static List<Range> merged(List<Range> ranges) {
    var merged = new ArrayList<Range>();
    for (Range range : ranges.stream().sorted(Comparator.comparing(Range::from)).toList()) {
      if (!merged.isEmpty() && range.from().compareTo(merged.getLast().to()) <= 0) {
        Range before = merged.removeLast();
        range = new Range(before.from(), before.to().max(range.to()));
      }
      merged.add(range);
    }
    return merged;
  }

  private static BigInteger unsigned(long bits) {
    return new BigInteger(Long.toUnsignedString(bits));
  }

  private static long high(BigInteger address) {
    return address.shiftRight(64).longValue();
  }

  @Override
  public boolean holds(Value scalar) {
    return scalar instanceof Value.Text(String text)
        && IpText.spells(text)
        && contains(IpText.high(text), IpText.low(text));
  }

  private boolean contains(long high, long low) {
    int least = 0;
    int most = fromHigh.length - 1;
    while (least <= most) {
      int middle = (least + most) >>> 1;
      if (compare(high, low, fromHigh[middle], fromLow[middle]) < 0) {
        most = middle - 1;
      } else if (compare(high, low, toHigh[middle], toLow[middle]) > 0) {
        least = middle + 1;
      } else {
        return true;
      }
    }
    return false;
  }

  private static int compare(long high, long low, long otherHigh, long otherLow) {
    int order = Long.compareUnsigned(high, otherHigh);
    return order == 0 ? Long.compareUnsigned(low, otherLow) : order;
  }

  /// Addresses from one to another, both included.
  private record Range(BigInteger from, BigInteger to) {}
}
