package featureflags.chassis;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Percent-encoding of UTF-8 text in a request target.
final class Percent {
  private Percent() {}

  /// The text with its escapes undone.
  ///
  /// @param plusIsSpace as in a query
  /// @throws Refusal when an escape is cut short or the bytes are not UTF-8
  static String decode(String text, boolean plusIsSpace) {
    String spaced = plusIsSpace ? text.replace('+', ' ') : text;
    if (spaced.indexOf('%') < 0) {
      return spaced;
    }
    byte[] source = spaced.getBytes(StandardCharsets.UTF_8);
    byte[] decoded = new byte[source.length];
    int length = 0;
    for (int i = 0; i < source.length; i++) {
      if (source[i] == '%') {
        decoded[length++] = (byte) (digit(source, i + 1, text) << 4 | digit(source, i + 2, text));
        i += 2;
      } else {
        decoded[length++] = source[i];
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(decoded, 0, length))
          .toString();
    } catch (CharacterCodingException _) {
      throw malformed(text);
    }
  }

  private static int digit(byte[] source, int index, String text) {
    int value = index < source.length ? Character.digit(source[index], 16) : -1;
    if (value < 0) {
      throw malformed(text);
    }
    return value;
  }

  private static Refusal malformed(String text) {
    return Refusal.badRequest("'%s' is not percent-encoded UTF-8".formatted(text));
  }
}
