package featureflags.json;

import featureflags.engine.Context;
import featureflags.engine.Value;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The body of a request of OFREP, as far as it can be read.
public sealed interface OfrepRequest {
  /// A request that can be answered.
  ///
  /// @param context for whom
  record Understood(Context context) implements OfrepRequest {}

  /// A request that can not.
  ///
  /// @param details what is wrong, for people
  record Unreadable(OfrepError error, String details) implements OfrepRequest {}

  /// Reads the body. Members beside the context are left to later versions of the protocol.
  static OfrepRequest read(byte[] body) {
    Optional<Context> usual = UsualRequest.contextAlone(body);
    return usual.isPresent() ? new Understood(usual.get()) : readCarefully(body);
  }

  /// The context of a body that was understood, as it was sent.
  static Value attributes(byte[] body) {
    return ValueReader.read(body) instanceof Value.Structure(Map<String, Value> members)
        ? members.getOrDefault("context", new Value.Nothing())
        : new Value.Nothing();
  }

  private static OfrepRequest readCarefully(byte[] body) {
    Value document;
    try {
      document = ValueReader.read(body);
    } catch (InvalidDocument e) {
      return new Unreadable(OfrepError.PARSE_ERROR, details("", e));
    }
    return document instanceof Value.Structure(Map<String, Value> members)
        ? of(members.getOrDefault("context", new Value.Nothing()))
        : new Unreadable(
            OfrepError.PARSE_ERROR, "the body must be an object, not " + Fields.kind(document));
  }

  private static OfrepRequest of(Value context) {
    return switch (context) {
      case Value.Structure attributes -> of(attributes);
      case Value.Nothing() ->
          new Unreadable(OfrepError.INVALID_CONTEXT, "/context: is missing; {} is an empty one");
      case Value other ->
          new Unreadable(
              OfrepError.INVALID_CONTEXT, "/context: must be an object, not " + Fields.kind(other));
    };
  }

  private static OfrepRequest of(Value.Structure attributes) {
    try {
      return new Understood(ContextShape.read(attributes));
    } catch (InvalidDocument e) {
      return new Unreadable(OfrepError.INVALID_CONTEXT, details("/context", e));
    }
  }

  private static String details(String pointer, InvalidDocument invalid) {
    return invalid.violations().stream()
        .map(each -> said(pointer + each.pointer(), each.message()))
        .collect(Collectors.joining("; "));
  }

  private static String said(String pointer, String message) {
    return pointer.isEmpty() ? message : pointer + ": " + message;
  }
}
