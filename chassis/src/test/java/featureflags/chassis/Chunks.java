package featureflags.chassis;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// A chunked body, which throws when it is cut before its end.
final class Chunks extends InputStream {
  private final InputStream wire;
  private int left;
  private boolean ended;

  Chunks(InputStream wire) {
    this.wire = wire;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] to, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (left == 0 && !ended) {
      left = Integer.parseInt(line(), 16);
      ended = left == 0;
      if (ended) {
        line();
      }
    }
    if (ended) {
      return -1;
    }
    int count = wire.read(to, from, Math.min(length, left));
    if (count < 0) {
      throw new EOFException("cut in a chunk");
    }
    left -= count;
    if (left == 0) {
      line();
    }
    return count;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    while (line.indexOf("\r\n") < 0) {
      int next = wire.read();
      if (next < 0) {
        throw new EOFException("cut between chunks");
      }
      line.append((char) next);
    }
    return line.substring(0, line.length() - 2);
  }
}
