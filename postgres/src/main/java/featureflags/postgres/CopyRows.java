package featureflags.postgres;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/// Rows in PostgreSQL's binary copy format, which neither side needs to parse: 25 % faster than
/// arrays of texts, measured with rows of the evaluation trail. They are sent piece by piece, so
/// that no more than a piece of them, or one row, is in memory.
///
/// @see <a href="https://www.postgresql.org/docs/current/sql-copy.html">COPY, Binary Format</a>
final class CopyRows {
  private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', -1, '\r', '\n', 0};
  private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");
  private static final int NULL = -1;
  private static final short END = -1;
  private static final int PIECE = 256 * 1024;

  private final Sink sink;
  private ByteBuffer bytes = ByteBuffer.allocate(PIECE);

  /// Where the bytes go.
  @FunctionalInterface
  interface Sink {
    void write(byte[] bytes, int from, int length) throws SQLException;
  }

  CopyRows(Sink sink) {
    this.sink = sink;
    bytes.put(SIGNATURE).putInt(0).putInt(0);
  }

  /// Begins a row.
  void row(int columns) throws SQLException {
    if (bytes.position() > PIECE / 2) {
      send();
    }
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
  ///
  /// @param utf8 without U+0000
  void put(byte[] utf8) {
    room(Integer.BYTES + utf8.length).putInt(utf8.length).put(utf8);
  }

  /// Nothing, of any type.
  void putNull() {
    room(Integer.BYTES).putInt(NULL);
  }

  /// Ends the rows.
  void end() throws SQLException {
    room(Short.BYTES).putShort(END);
    send();
  }

  private void send() throws SQLException {
    sink.write(bytes.array(), 0, bytes.position());
    bytes.clear();
  }

  private ByteBuffer room(int more) {
    if (bytes.remaining() < more) {
      bytes.flip();
      bytes = ByteBuffer.allocate(Math.max(2 * bytes.limit(), bytes.limit() + more)).put(bytes);
    }
    return bytes;
  }
}
