package featureflags.chassis;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/// A request's body as it is gathered. Most come in one piece, which is then not copied again.
final class WholeBody {
  static final byte[] NOTHING = {};

  private byte[] first = NOTHING;
  private @Nullable ByteArrayOutputStream all;

  void add(Buffer piece) {
    if (all != null) {
      all.writeBytes(piece.getBytes());
    } else if (first.length == 0) {
      first = piece.getBytes();
    } else {
      all = new ByteArrayOutputStream(2 * (first.length + piece.length()));
      all.writeBytes(first);
      all.writeBytes(piece.getBytes());
    }
  }

  byte[] bytes() {
    return all == null ? first : all.toByteArray();
  }
}
