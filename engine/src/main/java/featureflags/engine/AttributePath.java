package featureflags.engine;

/// An attribute's name, split once: looked up literally first, then along its dots.
final class AttributePath {
  private static final String[] NOWHERE = {};

  private final String name;
  private final int hash;
  private final String[] segments;
  private final boolean targetingKey;

  private AttributePath(String name) {
    this.name =
        name.intern(); // the same as a literal's or an interning parser's: equal at a glance
    this.hash = name.hashCode();
    this.segments = name.indexOf('.') < 0 ? NOWHERE : name.split("\\.", -1);
    this.targetingKey = name.equals(Context.TARGETING_KEY) || name.equals(Context.USER_ID);
  }

  static AttributePath of(String name) {
    return new AttributePath(name);
  }

  String name() {
    return name;
  }

  int hash() {
    return hash;
  }

  boolean isTargetingKey() {
    return targetingKey;
  }

  /// How many segments the dots part the name into; 0 when it has no dot.
  int depth() {
    return segments.length;
  }

  String segment(int index) {
    return segments[index];
  }
}
