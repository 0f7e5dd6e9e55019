package featureflags.chassis;

import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/// The name of one request, on its answer, in its problem document and in the log.
public final class RequestId {
  /// The header that carries it, both ways.
  public static final String HEADER = "X-Request-Id";

  /// The id of the request that a blocking handler is answering on this thread.
  public static final ScopedValue<String> CURRENT = ScopedValue.newInstance();

  private static final int LONGEST = 128;
  private static final long VERSION_BITS = 0xF000L;
  private static final long VARIANT_BITS = 0xC000_0000_0000_0000L;

  private RequestId() {}

  /// What the client proposes if it matches `[A-Za-z0-9._-]{1,128}`, else a new random UUID.
  static String of(Optional<String> proposed) {
    return proposed.filter(RequestId::isAcceptable).orElseGet(RequestId::random);
  }

  private static boolean isAcceptable(String id) {
    if (id.isEmpty() || id.length() > LONGEST) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '.'
              || c == '_'
              || c == '-';
      if (!plain) {
        return false;
      }
    }
    return true;
  }

  /// Version 4 by form only: an id names a request and guards nothing, so it need not be secret.
  private static String random() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long high = (random.nextLong() & ~VERSION_BITS) | 0x4000L;
    long low = (random.nextLong() & ~VARIANT_BITS) | Long.MIN_VALUE;
    return new UUID(high, low).toString();
  }
}
