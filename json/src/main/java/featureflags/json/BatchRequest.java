package featureflags.json;

import featureflags.engine.Context;
import featureflags.engine.Value;
import java.util.LinkedHashSet;
import java.util.List;

/// The body of `POST /evaluate/batch`.
///
/// @param selection which flags to evaluate
/// @param context for whom
public record BatchRequest(Selection selection, Context context) {
  /// How many keys a batch may name.
  public static final int MAX_KEYS = 500;

  /// Which flags of the environment.
  public sealed interface Selection {
    /// Every flag in use.
    record All() implements Selection {}

    /// These flags, each once, in this order.
    record Named(List<String> keys) implements Selection {
      /// Copies the list.
      public Named {
        keys = List.copyOf(keys);
      }
    }
  }

  /// Reads the body.
  ///
  /// @throws InvalidDocument with everything that is wrong
  public static BatchRequest read(byte[] body) {
    return UsualRequest.some(body).orElseGet(() -> readCarefully(body));
  }

  static BatchRequest readCarefully(byte[] body) {
    var violations = new Violations();
    var fields = Fields.of(ValueReader.read(body), "", violations);
    Selection selection =
        fields.has("flagKeys") ? new Selection.Named(keys(fields)) : new Selection.All();
    Context context = EvaluateRequest.contextOf(fields);
    fields.refuseOthers();
    violations.check();
    return new BatchRequest(selection, context);
  }

  private static List<String> keys(Fields request) {
    var keys = new LinkedHashSet<String>();
    request.each(
        "flagKeys",
        MAX_KEYS,
        (value, pointer) -> {
          if (!(value instanceof Value.Text(String key))) {
            request.violations().add(pointer, "must be a text, not " + Fields.kind(value));
          } else if (!keys.add(key)) {
            request.violations().add(pointer, "'%s' is there twice".formatted(key));
          }
        });
    return List.copyOf(keys);
  }
}
