package featureflags.json;

import featureflags.engine.Context;
import featureflags.engine.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/// The fields of a request to evaluate, read in one pass from the bytes to what the engine takes.
///
/// It reads the requests that nearly all are. What is wrong, or merely rare, it leaves without a
/// word to the careful readers, which name every place.
final class UsualRequest {
  private @Nullable String flagKey;
  private @Nullable List<String> flagKeys;
  private @Nullable Context context;

  private UsualRequest() {}

  /// The request for one flag, if it is a usual one.
  static Optional<EvaluateRequest> one(byte[] body) {
    var read = new UsualRequest();
    String key = read.all(body) ? read.flagKey : null;
    return key == null || read.flagKeys != null
        ? Optional.empty()
        : Optional.of(new EvaluateRequest(key, read.contextOrEmpty()));
  }

  /// The request for some flags, if it is a usual one.
  static Optional<BatchRequest> some(byte[] body) {
    var read = new UsualRequest();
    List<String> keys = read.all(body) ? read.flagKeys : null;
    return keys == null || read.flagKey != null
        ? Optional.empty()
        : Optional.of(
            new BatchRequest(new BatchRequest.Selection.Named(keys), read.contextOrEmpty()));
  }

  private Context contextOrEmpty() {
    return context == null ? Context.empty() : context;
  }

  private boolean all(byte[] body) {
    if (!ValueReader.looksLikeUtf8(body)) {
      return false;
    }
    try (JsonParser parser = ValueReader.RECEIVED.createParser(ObjectReadContext.empty(), body)) {
      return parser.nextToken() == JsonToken.START_OBJECT
          && fields(parser)
          && parser.nextToken() == null;
    } catch (JacksonException | InvalidDocument _) {
      return false;
    }
  }

  private boolean fields(JsonParser parser) {
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      boolean usual =
          switch (name) {
            case "flagKey" -> flagKey(parser);
            case "flagKeys" -> flagKeys(parser);
            case "context" -> context(parser);
            default -> false; // any name may stand there
          };
      if (!usual) {
        return false;
      }
    }
    return true;
  }

  private boolean flagKey(JsonParser parser) {
    if (flagKey != null || parser.nextToken() != JsonToken.VALUE_STRING) {
      return false;
    }
    flagKey = parser.getString();
    return true;
  }

  private boolean flagKeys(JsonParser parser) {
    if (flagKeys != null || parser.nextToken() != JsonToken.START_ARRAY) {
      return false;
    }
    var keys = new ArrayList<String>();
    JsonToken token = parser.nextToken();
    while (token == JsonToken.VALUE_STRING && keys.size() < BatchRequest.MAX_KEYS) {
      keys.add(parser.getString());
      token = parser.nextToken();
    }
    flagKeys = keys;
    return token == JsonToken.END_ARRAY && new HashSet<>(keys).size() == keys.size();
  }

  private boolean context(JsonParser parser) {
    if (context != null || parser.nextToken() != JsonToken.START_OBJECT) {
      return false;
    }
    var attributes = Context.builder();
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      JsonToken token = parser.nextToken();
      if (token == JsonToken.VALUE_NULL) {
        return false; // it counts as absent, but for a second field of its name
      }
      Value value = ValueReader.current(parser, token);
      if (!isUsual(name, value) || !attributes.put(name, value)) {
        return false;
      }
    }
    context = attributes.build();
    return true;
  }

  private static boolean isUsual(String name, Value value) {
    return (!name.equals(Context.TARGETING_KEY) && !name.equals(Context.USER_ID))
        || (value instanceof Value.Text(String key) && key.length() <= ContextShape.MAX_KEY_LENGTH);
  }
}
