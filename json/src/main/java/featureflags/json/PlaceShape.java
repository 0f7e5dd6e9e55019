package featureflags.json;

import featureflags.catalog.Place;
import featureflags.engine.Value;

/// A project or an environment.
public final class PlaceShape {
  private static final int MAX_NAME = 256;

  private PlaceShape() {}

  /// What a person sends to make one.
  ///
  /// @param key its name in paths
  /// @param name the title people read; the key unless given
  public record Wanted(String key, String name) {}

  /// Reads what a person sent.
  ///
  /// @throws InvalidDocument with everything that is wrong
  public static Wanted read(Value document) {
    var violations = new Violations();
    Storability.check(document, "", violations);
    var fields = Fields.of(document, "", violations);
    String key = fields.requiredKey("key");
    String name = fields.text("name", key, MAX_NAME);
    fields.refuseOthers();
    violations.check();
    return new Wanted(key, name);
  }

  /// Writes one.
  public static Value.Structure write(Place place) {
    return new Members()
        .put("key", place.key())
        .put("name", place.name())
        .put("createdAt", place.createdAt())
        .build();
  }
}
