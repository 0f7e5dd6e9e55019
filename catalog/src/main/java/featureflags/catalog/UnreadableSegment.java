package featureflags.catalog;

/// A stored segment that this engine cannot read, perhaps because a newer one wrote it.
public final class UnreadableSegment extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String key;

  /// @param key the segment's key
  /// @param cause what could not be read
  public UnreadableSegment(String key, Throwable cause) {
    super("segment '%s' cannot be read: %s".formatted(key, cause.getMessage()), cause);
    this.key = key;
  }

  /// The segment's key.
  public String key() {
    return key;
  }
}
