package featureflags.json;

import java.nio.ByteBuffer;
import java.util.List;

/// A document around elements of a list that were written before.
final class Joined {
  private Joined() {}

  /// @param before the document up to the list's first element
  /// @param after the document from the list's end
  static byte[] of(byte[] before, List<byte[]> elements, byte[] after) {
    int length = before.length + after.length + Math.max(0, elements.size() - 1);
    for (byte[] element : elements) {
      length += element.length;
    }
    ByteBuffer joined = ByteBuffer.allocate(length).put(before);
    for (int i = 0; i < elements.size(); i++) {
      if (i > 0) {
        joined.put((byte) ',');
      }
      joined.put(elements.get(i));
    }
    return joined.put(after).array();
  }
}
