package featureflags.catalog;

/// A stored flag that this engine cannot read, perhaps because a newer one wrote it.
public final class UnreadableFlag extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String key;

  /// @param key the flag's key
  /// @param cause what could not be read
  public UnreadableFlag(String key, Throwable cause) {
    super("flag '%s' cannot be read: %s".formatted(key, cause.getMessage()), cause);
    this.key = key;
  }

  /// The flag's key.
  public String key() {
    return key;
  }
}
