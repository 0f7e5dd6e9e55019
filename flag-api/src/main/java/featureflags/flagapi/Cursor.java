package featureflags.flagapi;

import featureflags.chassis.Refusal;
import featureflags.engine.Key;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;

/// Where a list goes on, opaque to clients.
final class Cursor {
  private Cursor() {}

  static String of(String place) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(place.getBytes(StandardCharsets.UTF_8));
  }

  /// The key behind which a list by keys goes on; empty where it begins.
  static String key(Parameters parameters) {
    return place(parameters, Cursor::checkedKey, "");
  }

  /// The place that the `cursor` names, or where the list begins.
  ///
  /// @param reader makes the place of its text; throws [IllegalArgumentException] for any other
  static <T> T place(Parameters parameters, Function<String, T> reader, T beginning) {
    Optional<String> cursor = parameters.text("cursor");
    try {
      return cursor.map(Cursor::decoded).map(reader).orElse(beginning);
    } catch (IllegalArgumentException e) {
      throw Refusal.badRequest(
          "cursor '%s' is none of ours; take nextCursor of the page before, as it is"
              .formatted(cursor.orElse("")));
    }
  }

  private static String checkedKey(String text) {
    if (!Key.valid(text)) {
      throw new IllegalArgumentException(text);
    }
    return text;
  }

  private static String decoded(String cursor) {
    return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
  }
}
