package featureflags.json;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import featureflags.engine.Value;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// Documents as tests write them, with `'` for `"`, and what is said about bad ones.
final class Documents {
  private Documents() {}

  static byte[] bytes(String json) {
    return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  static Value document(String json) {
    return ValueReader.read(bytes(json));
  }

  /// Everything that is said to be wrong, each as `pointer: message`.
  static List<String> complaints(ThrowingCallable reading) {
    return catchThrowableOfType(InvalidDocument.class, reading).violations().stream()
        .map(violation -> violation.pointer() + ": " + violation.message())
        .toList();
  }
}
