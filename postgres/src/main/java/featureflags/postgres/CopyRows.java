package featureflags.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/// Rows in PostgreSQL's binary copy format, which neither side needs to parse: 25 % faster than
/// arrays of texts, measured with rows of the evaluation trail.
///
/// @see <a href="https://www.postgresql.org/docs/current/sql-copy.html">COPY, Binary Format</a>
final class CopyRows {
  private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', -1, '\r', '\n', 0};
  private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");
  private static final int NULL = -1;
  private static final short END = -1;

  private ByteBuffer bytes;

  /// @param expected how many bytes are made room for at first
  CopyRows(int expected) {
    bytes = ByteBuffer.allocate(SIGNATURE.length + 2 * Integer.BYTES + expected);
    bytes.put(SIGNATURE).putInt(0).putInt(0);
  }

  /// Begins a row.
  void row(int columns) {
    room(Short.BYTES).putShort((short) columns);
  }

  /// A `timestamptz`.
  void put(Instant time) {
    room(Integer.BYTES + Long.BYTES)
        .putInt(Long.BYTES)
        .putLong(ChronoUnit.MICROS.between(EPOCH, time));
  }

  /// A `uuid`.
  void put(UUID id) {
    room(Integer.BYTES + 2 * Long.BYTES)
        .putInt(2 * Long.BYTES)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits());
  }

  /// An `integer`.
  void put(int number) {
    room(2 * Integer.BYTES).putInt(Integer.BYTES).putInt(number);
  }

  /// A `text` or `json`.
  void put(String text) {
    byte[] content = text.getBytes(UTF_8);
    room(Integer.BYTES + content.length).putInt(content.length).put(content);
  }

  /// Nothing, of any type.
  void putNull() {
    room(Integer.BYTES).putInt(NULL);
  }

  /// All that was put, ended.
  ByteBuffer end() {
    return room(Short.BYTES).putShort(END).flip();
  }

  private ByteBuffer room(int more) {
    if (bytes.remaining() < more) {
      bytes.flip();
      bytes = ByteBuffer.allocate(Math.max(2 * bytes.limit(), bytes.limit() + more)).put(bytes);
    }
    return bytes;
  }
}
