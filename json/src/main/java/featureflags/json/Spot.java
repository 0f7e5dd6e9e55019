package featureflags.json;

import featureflags.json.Patchwork.Source;

/// Where an instruction stands, and where to note what cannot be done about it.
record Spot(String pointer, Violations violations) {
  /// For an instruction of the engine's own, which is always sound.
  static Spot nowhere() {
    return new Spot("", new Violations());
  }

  String at(String name) {
    return Violations.at(pointer, name);
  }

  /// A value that is one of the instruction's fields.
  Source field(String name) {
    return Source.exactly(at(name));
  }

  /// A value that the instruction led to.
  Source effect() {
    return Source.ledTo(pointer);
  }

  void wrong(String name, String message) {
    violations.add(at(name), message);
  }
}
