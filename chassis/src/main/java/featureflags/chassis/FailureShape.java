package featureflags.chassis;

/// How the failures of some paths are told, where problem documents are not what clients expect.
@FunctionalInterface
public interface FailureShape {
  /// The answer to a request that failed, be it in a handler or before any was found.
  ///
  /// @param request without its body; with the path's parameters only if a handler was at work
  Response answer(Throwable failure, Request request);
}
