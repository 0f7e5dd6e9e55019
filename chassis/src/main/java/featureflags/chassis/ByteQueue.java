package featureflags.chassis;

import io.vertx.core.buffer.Buffer;

/// Bytes in the order in which they came, in a ring that grows as it must. However small the pieces
/// in which they come, they take no more room than their number.
final class ByteQueue {
  private static final int FIRST_ROOM = 8 * 1024;

  private byte[] ring = new byte[FIRST_ROOM];
  private int first;
  private int size;

  int size() {
    return size;
  }

  void add(Buffer piece) {
    int length = piece.length();
    makeRoom(length);
    int end = (first + size) % ring.length;
    int straight = Math.min(length, ring.length - end);
    piece.getBytes(0, straight, ring, end);
    piece.getBytes(straight, length, ring, 0);
    size += length;
  }

  /// Moves as many bytes as there are and as fit, and tells how many.
  int take(byte[] to, int from, int length) {
    int taken = Math.min(length, size);
    int straight = Math.min(taken, ring.length - first);
    System.arraycopy(ring, first, to, from, straight);
    System.arraycopy(ring, 0, to, from + straight, taken - straight);
    first = (first + taken) % ring.length;
    size -= taken;
    return taken;
  }

  private void makeRoom(int more) {
    int room = ring.length;
    while (room - size < more) {
      room = Math.multiplyExact(room, 2);
    }
    if (room > ring.length) {
      byte[] larger = new byte[room];
      int held = size;
      take(larger, 0, held);
      ring = larger;
      first = 0;
      size = held;
    }
  }
}
