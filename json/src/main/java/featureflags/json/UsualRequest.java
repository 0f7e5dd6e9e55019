package featureflags.json;

import featureflags.engine.Context;
import featureflags.engine.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

  /// The context of a request that has nothing else, if it is a usual one.
  static Optional<Context> contextAlone(byte[] body) {
    var read = new UsualRequest();
    return read.all(body) && read.flagKey == null && read.flagKeys == null
        ? Optional.ofNullable(read.context)
        : Optional.empty();
  }

  private Context contextOrEmpty() {
    return context == null ? Context.empty() : context;
  }

  /// Whether all of the body was read.
  private boolean all(byte[] body) {
    var json = new JsonScanner(body);
    try {
      for (boolean more = json.opened('{', '}'); more; more = json.goesOn('}')) {
        field(json);
      }
      json.end();
      return true;
    } catch (JsonScanner.Rare _) {
      return false;
    }
  }

  private void field(JsonScanner json) {
    switch (json.name()) {
      case "flagKey" -> {
        once(flagKey);
        flagKey = json.text();
      }
      case "flagKeys" -> {
        once(flagKeys);
        flagKeys = keys(json);
      }
      case "context" -> {
        once(context);
        context = context(json);
      }
      default -> throw JsonScanner.rare(); // any name may stand there
    }
  }

  private static void once(@Nullable Object before) {
    if (before != null) {
      throw JsonScanner.rare();
    }
  }

  private static List<String> keys(JsonScanner json) {
    var keys = new ArrayList<String>();
    for (boolean more = json.opened('[', ']'); more; more = json.goesOn(']')) {
      keys.add(json.text());
    }
    if (keys.size() > BatchRequest.MAX_KEYS || new HashSet<>(keys).size() < keys.size()) {
      throw JsonScanner.rare();
    }
    return keys;
  }

  private static Context context(JsonScanner json) {
    var attributes = Context.builder();
    for (boolean more = json.opened('{', '}'); more; more = json.goesOn('}')) {
      attribute(json, attributes);
    }
    return attributes.build();
  }

  private static void attribute(JsonScanner json, Context.Builder attributes) {
    String name = json.name();
    Value value = json.value(ValueReader.MAX_DEPTH - 2); // the body and the context around it
    boolean isNull = value instanceof Value.Nothing; // absent, but for a second field of its name
    if (isNull || !isUsual(name, value) || !attributes.put(name, value)) {
      throw JsonScanner.rare();
    }
  }

  private static boolean isUsual(String name, Value value) {
    return (!name.equals(Context.TARGETING_KEY) && !name.equals(Context.USER_ID))
        || (value instanceof Value.Text(String key) && key.length() <= ContextShape.MAX_KEY_LENGTH);
  }
}
