package featureflags.chassis;

import java.io.IOException;
import java.io.OutputStream;

/// What writes the body of a streamed answer, on the thread of the handler that gave it.
@FunctionalInterface
public interface BodyWriter {
  /// Writes the whole body; what it needs it opens and closes itself, for it does not run when
  /// nobody wants the body.
  ///
  /// A write waits while the client has too much to read already. It throws an [IOException] when
  /// the client has gone or is too slow; let it pass, itself or as a cause. Anything else that is
  /// thrown becomes a problem document while nothing has left, and afterwards cuts the connection,
  /// so that the client knows the body for incomplete.
  void write(OutputStream body) throws IOException;
}
