package featureflags.chassis;

/// What answers the requests of one route.
@FunctionalInterface
public interface Handler {
  /// The answer. Whatever is thrown becomes a problem document (see [Problems]).
  Response handle(Request request);
}
