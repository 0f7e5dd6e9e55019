package featureflags.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Bodies that nobody should be able to do harm with.
final class HostileDocuments {
  private HostileDocuments() {}

  /// Larger than any body may be.
  static List<byte[]> tooLarge(Target target) {
    String manyKeys =
        IntStream.range(0, 1_000_000)
            .mapToObj(i -> "\"k" + i + "\":1")
            .collect(Collectors.joining(",", "{", "}"));
    return Stream.of(target.body(manyKeys), "[".repeat(100_000))
        .map(each -> each.getBytes(UTF_8))
        .toList();
  }

  /// Not too large, and not what JSON may be here.
  static List<byte[]> unreadable(Target target) {
    var texts =
        Stream.of(
            "[".repeat(65_000),
            target.body("{\"a\":" + "{\"a\":".repeat(10_000)),
            target.body("{\"a\":1,\"a\":1}"),
            target.body("{\"a\":%s}".formatted("9".repeat(401))),
            target.body("{\"a\":1%s}".formatted("0".repeat(399))),
            target.body("{\"a\":\"\0\"}"),
            "\0".repeat(100));
    var others =
        Stream.of(
            target.body("{\"a\":\"\u00e9\"}").getBytes(ISO_8859_1),
            target.body("{\"a\":\"b\"}").getBytes(UTF_16),
            target.body("{\"a\":\"\u00ed\u00a0\u0080\"}").getBytes(ISO_8859_1)); // a lone surrogate
    return Stream.concat(texts.map(each -> each.getBytes(UTF_8)), others).toList();
  }

  /// Strange, and yet what JSON may be.
  static List<byte[]> strange(Target target) {
    return Stream.of(
            target.body("{\"a\":\"\\ud800\"}"),
            target.body("{\"targetingKey\":\"\\udc00\\u0000\"}"),
            target.body("{\"a\":0.%s}".formatted("9".repeat(398))),
            "\ufeff" + target.body("{}"))
        .map(each -> each.getBytes(UTF_8))
        .toList();
  }
}
