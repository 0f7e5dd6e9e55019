package featureflags.flagapi;

import featureflags.chassis.Refusal;
import featureflags.engine.SubjectSet;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/// The keys in a body of lines, one after the other as they arrive: UTF-8, a line feed or a
/// carriage return and a line feed behind each; empty lines are passed over, and so is a byte order
/// mark.
final class KeyLines implements Iterator<String> {
  /// A key's longest UTF-8, and what may stand around it.
  private static final int LONGEST = 4 * SubjectSet.MAX_KEY_LENGTH + 4;

  private static final int CHUNK = 64 * 1024;
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final InputStream body;
  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
  private final byte[] line = new byte[LONGEST];
  private long number;
  private Optional<String> next;

  /// Reads the first key.
  KeyLines(InputStream body) {
    this.body = new BufferedInputStream(body, CHUNK);
    this.next = read();
  }

  @Override
  public boolean hasNext() {
    return next.isPresent();
  }

  @Override
  public String next() {
    String key = next.orElseThrow(NoSuchElementException::new);
    next = read();
    return key;
  }

  private Optional<String> read() {
    try {
      for (int length = readLine(); length >= 0; length = readLine()) {
        String key = text(length);
        if (!key.isEmpty()) {
          return Optional.of(key);
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The bytes of the next line, without its end; −1 behind the last one.
  private int readLine() throws IOException {
    number++;
    int length = 0;
    for (int b = body.read(); b != '\n'; b = body.read()) {
      if (b < 0) {
        return length == 0 ? -1 : length;
      }
      if (length == LONGEST) {
        throw wrong(
            "is longer than the %d characters of a key".formatted(SubjectSet.MAX_KEY_LENGTH));
      }
      line[length++] = (byte) b;
    }
    return length > 0 && line[length - 1] == '\r' ? length - 1 : length;
  }

  private String text(int length) {
    try {
      String text = decoder.decode(ByteBuffer.wrap(line, 0, length)).toString();
      return number == 1 && text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw wrong("is not UTF-8");
    }
  }

  private Refusal wrong(String what) {
    return Refusal.badRequest("line %d of the keys %s".formatted(number, what));
  }
}
