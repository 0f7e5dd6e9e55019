package featureflags.chassis;

import java.io.IOException;
import java.io.InputStream;

/// What answers the requests of one route while their bodies arrive.
@FunctionalInterface
public interface StreamHandler {
  /// The answer. Whatever is thrown becomes a problem document (see [Problems]). The answer need
  /// not wait for the end of the body: it is sent at once, and the connection ends with it.
  ///
  /// A read throws an [IOException] when there is nobody left to answer: the client has gone, or
  /// has been refused because its body is too large, too slow or not framed as HTTP asks. Let it
  /// pass, itself or as a cause: nothing becomes of it. The end of the stream is only ever the end
  /// of the body.
  ///
  /// @param request without a body of its own
  /// @param body what arrives, held back while it is not read
  Response handle(Request request, InputStream body) throws IOException;
}
