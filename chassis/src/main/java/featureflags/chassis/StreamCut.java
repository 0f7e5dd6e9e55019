package featureflags.chassis;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A streamed body that goes no further, and nobody left to tell: the client has gone or has its
/// answer. It carries no stack trace: it is what clients do, not a fault.
final class StreamCut extends IOException {
  private static final long serialVersionUID = 1L;

  StreamCut(String why) {
    super(why);
  }

  /// Whether this failure is one of these or comes of one.
  static boolean isBehind(Throwable failure) {
    @Nullable Throwable cause = failure;
    while (cause != null) {
      if (cause instanceof StreamCut) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  @Override
  public Throwable fillInStackTrace() {
    return this;
  }
}
