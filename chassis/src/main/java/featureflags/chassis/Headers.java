package featureflags.chassis;

import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Optional;

/// The header fields of a request. Names match without regard to case.
public final class Headers {
  private final MultiMap fields;

  Headers(MultiMap fields) {
    this.fields = fields;
  }

  /// The first field of this name.
  public Optional<String> first(String name) {
    return Optional.ofNullable(fields.get(name));
  }

  /// Every field of this name.
  public List<String> all(String name) {
    return List.copyOf(fields.getAll(name));
  }

  void copyTo(MultiMap target) {
    target.addAll(fields);
  }
}
