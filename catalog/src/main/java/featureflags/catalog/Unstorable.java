package featureflags.catalog;

/// A value that a store refuses because of what it is: asking again with the same value is in vain,
/// and with others it is not.
public final class Unstorable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param store the store's name as a person knows it, such as `PostgreSQL`
  /// @param cause what the driver said
  public Unstorable(String store, Throwable cause) {
    super("%s refuses a value: %s".formatted(store, cause.getMessage()), cause);
  }
}
