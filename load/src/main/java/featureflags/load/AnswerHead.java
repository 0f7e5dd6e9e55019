package featureflags.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

/// The head of an HTTP/1.1 answer, found in bytes that arrive bit by bit, without making an object.
final class AnswerHead {
  private static final byte[] LENGTH = "content-length:".getBytes(US_ASCII);
  private static final int STATUS = "HTTP/1.1 ".length();
  private static final int LOWER_CASE = 0x20;

  private int end;
  private int status;
  private int bodyLength;

  /// Forgets the last one.
  void clear() {
    end = 0;
    status = 0;
    bodyLength = 0;
  }

  /// Whether it is there in full.
  ///
  /// @param count how many of the bytes have arrived
  boolean find(byte[] bytes, int count) {
    if (end > 0) {
      return true;
    }
    for (int i = 3; i < count; i++) {
      if (bytes[i] == '\n' && bytes[i - 2] == '\n') {
        end = i + 1;
        status = number(bytes, STATUS);
        bodyLength = length(bytes);
        return true;
      }
    }
    return false;
  }

  /// Where the body begins.
  int end() {
    return end;
  }

  int status() {
    return status;
  }

  /// What the head says of it; 0 when it says nothing.
  int bodyLength() {
    return bodyLength;
  }

  private int length(byte[] bytes) {
    for (int i = STATUS; i < end - LENGTH.length; i++) {
      if (bytes[i - 1] == '\n' && isLength(bytes, i)) {
        return number(bytes, i + LENGTH.length);
      }
    }
    return 0;
  }

  private static boolean isLength(byte[] bytes, int from) {
    for (int i = 0; i < LENGTH.length; i++) {
      if ((bytes[from + i] | LOWER_CASE) != LENGTH[i]) {
        return false;
      }
    }
    return true;
  }

  private static int number(byte[] bytes, int from) {
    int i = from;
    while (bytes[i] == ' ') {
      i++;
    }
    int number = 0;
    while (bytes[i] >= '0' && bytes[i] <= '9') {
      number = number * 10 + (bytes[i] - '0');
      i++;
    }
    return number;
  }
}
