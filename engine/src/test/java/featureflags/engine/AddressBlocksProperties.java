package featureflags.engine;

import static featureflags.engine.Literals.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.lists;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quicktheories.core.Gen;
import org.quicktheories.core.RandomnessSource;

/// Addresses read as the JDK reads them, and blocks have those whose leading bits are theirs.
class AddressBlocksProperties {
  private static final String LETTERS = "0123456789abcdefABCDEFg::::....%/[] ";
  private static final String OCTET = "(?:[0-9]|[1-9][0-9]|1[0-9]{2}|2[0-4][0-9]|25[0-5])";
  private static final String IPV4 = "(?:%1$s\\.%1$s\\.%1$s\\.%1$s)".formatted(OCTET);

  /// IPv6address of RFC 3986 §3.2.2, and IPv4address.
  private static final Pattern ADDRESS =
      Pattern.compile(
          """
          (?:H:){6}L|::(?:H:){5}L|(?:H)?::(?:H:){4}L|(?:(?:H:){0,1}H)?::(?:H:){3}L|
          (?:(?:H:){0,2}H)?::(?:H:){2}L|(?:(?:H:){0,3}H)?::H:L|(?:(?:H:){0,4}H)?::L|
          (?:(?:H:){0,5}H)?::H|(?:(?:H:){0,6}H)?::|D
          """
              .replace("\n", "")
              .replace("L", "(?:H:H|D)")
              .replace("H", "[0-9a-fA-F]{1,4}")
              .replace("D", IPV4));

  @Test
  void anAddressIsTheOneThatTheJdkReads() {
    qt().withExamples(20_000)
        .forAll(addresses())
        .checkAssert(text -> {
          assertThat(IpText.spells(text)).isTrue();
          assertThat(bytes(text)).isEqualTo(reference(text));
        });
  }

  @Test
  void whatRfc3986DoesNotTakeIsNoAddress() {
    qt().withExamples(40_000)
        .forAll(Texts.mutated(addresses(), LETTERS))
        .checkAssert(AddressBlocksProperties::agrees);
    qt().withExamples(30_000)
        .forAll(Texts.of("01:::.f", 0, 18))
        .checkAssert(AddressBlocksProperties::agrees);
  }

  private static void agrees(String text) {
    boolean address = ADDRESS.matcher(text).matches();

    assertThat(IpText.spells(text)).isEqualTo(address);
    if (address) {
      assertThat(bytes(text)).isEqualTo(reference(text));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        ":::",
        "1",
        "1.2.3",
        "1.2.3.4.5",
        "01.2.3.4",
        "1.2.3.256",
        "1.2.3.4:80",
        "1:2",
        "::1::",
        "1::2::3",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7::8",
        "1:2:3:4:5:6:7:8::",
        "::1:2:3:4:5:6:7:8",
        ":1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:",
        "12345::",
        "::g",
        "::1%eth0",
        "[::1]",
        "::1.2.3",
        "1.2.3.4::",
        "::1.2.3.4:5",
        "1:2:3:4:5:6:7:1.2.3.4",
        "0x7f.0.0.1",
        "127.1",
        "2130706433",
        "localhost",
        "::ffff:1.2.3.04",
        "١.2.3.4",
        "::١"
      })
  void whatOthersTakeOrAlmostIsNoAddress(String text) {
    assertThat(IpText.spells(text)).isFalse();
    assertThat(AddressBlocks.of(List.of(value("::/0"), value("0.0.0.0/0"))).holds(value(text)))
        .isFalse();
  }

  @Test
  void blocksHaveTheAddressesWhoseLeadingBitsAreTheirs() {
    qt().withExamples(4_000)
        .forAll(lists().of(blocks()).ofSizeBetween(1, 12), addressBytes(), integers(0, 200))
        .checkAssert((blocks, other, flipped) -> {
          AddressBlocks compiled =
              AddressBlocks.of(blocks.stream().map(block -> value(block.text)).toList());
          Block near = blocks.get(flipped % blocks.size());

          hasExactly(compiled, blocks, other);
          hasExactly(compiled, blocks, near.address);
          hasExactly(compiled, blocks, flip(near.address, flipped));
          hasExactly(compiled, blocks, flip(near.address, near.prefix - 1));
          hasExactly(compiled, blocks, flip(near.address, near.prefix));
          hasExactly(compiled, blocks, filled(near, 0));
          hasExactly(compiled, blocks, filled(near, 0xff));
          hasExactly(compiled, blocks, neighbour(filled(near, 0xff), 1));
          hasExactly(compiled, blocks, neighbour(filled(near, 0), -1));
        });
  }

  private static void hasExactly(AddressBlocks compiled, List<Block> blocks, byte[] address) {
    boolean expected = blocks.stream().anyMatch(block -> block.has(address));

    assertThat(compiled.holds(value(plain(address)))).isEqualTo(expected);
    if (isIpv4(address)) {
      assertThat(compiled.holds(value(dotted(address, 12)))).isEqualTo(expected);
    }
  }

  /// A block, of 128 bits also when it is written with 32.
  private static final class Block {
    private final byte[] address;
    private final int prefix;
    private final String text;

    Block(byte[] address, int prefix, String text) {
      this.address = address;
      this.prefix = prefix;
      this.text = text;
    }

    /// IPv4 addresses are only in blocks of IPv4 addresses.
    boolean has(byte[] other) {
      if (isIpv4(other) && prefix < 96) {
        return false;
      }
      for (int bit = 0; bit < prefix; bit++) {
        if (bit(address, bit) != bit(other, bit)) {
          return false;
        }
      }
      return true;
    }
  }

  private static boolean bit(byte[] address, int at) {
    return (address[at / 8] >> (7 - at % 8) & 1) == 1;
  }

  private static byte[] flip(byte[] address, int at) {
    byte[] flipped = address.clone();
    if (at >= 0 && at < 128) {
      flipped[at / 8] ^= (byte) (0x80 >> at % 8);
    }
    return flipped;
  }

  /// The first or last address of a block.
  private static byte[] filled(Block block, int with) {
    byte[] filled = block.address.clone();
    for (int bit = block.prefix; bit < 128; bit++) {
      if (bit(filled, bit) != (with != 0)) {
        filled = flip(filled, bit);
      }
    }
    return filled;
  }

  private static byte[] neighbour(byte[] address, int step) {
    var bytes = ByteBuffer.wrap(address.clone());
    long low = bytes.getLong(8) + step;
    boolean carried = step > 0 ? low == 0 : low == -1;
    bytes.putLong(8, low);
    bytes.putLong(0, bytes.getLong(0) + (carried ? step : 0));
    return bytes.array();
  }

  private static boolean isIpv4(byte[] address) {
    return Arrays.equals(
        Arrays.copyOf(address, 12), new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1});
  }

  private static byte[] bytes(String text) {
    return ByteBuffer.allocate(16).putLong(IpText.high(text)).putLong(IpText.low(text)).array();
  }

  private static byte[] reference(String literal) {
    byte[] read = InetAddress.ofLiteral(literal).getAddress();
    if (read.length == 16) {
      return read;
    }
    return ByteBuffer.allocate(16).putShort(10, (short) -1).put(12, read).array();
  }

  private static Gen<Integer> integers(int least, int most) {
    return source -> Texts.between(source, least, most);
  }

  private static Gen<String> addresses() {
    return source -> spelled(addressBytes().generate(source), source);
  }

  /// Often with zeros, often IPv4 in IPv6 clothes, or next to that.
  private static Gen<byte[]> addressBytes() {
    return source -> {
      byte[] address = new byte[16];
      boolean sparse = Texts.between(source, 0, 1) == 0;
      for (int i = 0; i < 16; i += 2) {
        if (!sparse || Texts.between(source, 0, 2) == 0) {
          address[i] =
              (byte) (Texts.between(source, 0, 2) == 0 ? 0 : Texts.between(source, 0, 255));
          address[i + 1] = (byte) Texts.between(source, 0, 255);
        }
      }
      if (Texts.between(source, 0, 2) == 0) {
        Arrays.fill(address, 0, 10, (byte) 0);
        Arrays.fill(address, 10, 12, (byte) -1);
      }
      return address;
    };
  }

  private static Gen<Block> blocks() {
    return source -> {
      byte[] address = addressBytes().generate(source);
      boolean ipv4 = isIpv4(address) && Texts.between(source, 0, 3) > 0;
      int length = Texts.between(source, 0, ipv4 ? 32 : 128);
      String text = ipv4 ? dotted(address, 12) : spelledIpv6(address, source);
      boolean alone = Texts.between(source, 0, 9) == 0;
      int prefix = alone ? 128 : ipv4 ? 96 + length : length;
      return new Block(address, prefix, alone ? text : text + "/" + length);
    };
  }

  private static String spelled(byte[] address, RandomnessSource source) {
    return isIpv4(address) && Texts.between(source, 0, 1) == 0
        ? dotted(address, 12)
        : spelledIpv6(address, source);
  }

  /// Groups with and without leading zeros, in upper and lower case, perhaps with a gap, perhaps
  /// with an IPv4 address at the end.
  private static String spelledIpv6(byte[] address, RandomnessSource source) {
    boolean tail = Texts.between(source, 0, 3) == 0;
    int groups = tail ? 6 : 8;
    int gap = Texts.between(source, 0, groups);
    int end = gap;
    int widest = Texts.between(source, 0, groups);
    while (end < groups && end - gap < widest && group(address, end) == 0) {
      end++;
    }
    var text = new StringBuilder();
    for (int i = 0; i < groups; i++) {
      if (i == gap && end > gap) {
        text.append("::");
        i = end - 1;
      } else {
        String format = List.of("%x", "%X", "%04x", "%04X").get(Texts.between(source, 0, 3));
        separate(text).append(format.formatted(group(address, i)));
      }
    }
    return tail ? separate(text).append(dotted(address, 12)).toString() : text.toString();
  }

  private static StringBuilder separate(StringBuilder text) {
    boolean first = text.isEmpty() || text.charAt(text.length() - 1) == ':';
    return first ? text : text.append(':');
  }

  private static int group(byte[] address, int index) {
    return (address[2 * index] & 0xff) << 8 | (address[2 * index + 1] & 0xff);
  }

  private static String plain(byte[] address) {
    var text = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      separate(text).append("%x".formatted(group(address, i)));
    }
    return text.toString();
  }

  private static String dotted(byte[] address, int from) {
    return "%d.%d.%d.%d"
        .formatted(
            address[from] & 0xff,
            address[from + 1] & 0xff,
            address[from + 2] & 0xff,
            address[from + 3] & 0xff);
  }
}
