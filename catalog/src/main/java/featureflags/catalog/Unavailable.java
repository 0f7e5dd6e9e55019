package featureflags.catalog;

/// A store that did not answer in time, refused, or broke the connection. Nothing is known about
/// the outcome of what was asked; asking again later may succeed.
public final class Unavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String store;
  private final String why;

  /// @param store the store's name as a person knows it, such as `PostgreSQL`
  /// @param cause what the driver said
  public Unavailable(String store, Throwable cause) {
    super("%s is unavailable: %s".formatted(store, cause.getMessage()), cause);
    this.store = store;
    this.why = String.valueOf(cause.getMessage());
  }

  /// The store's name as a person knows it, such as `PostgreSQL`.
  public String store() {
    return store;
  }

  /// What the driver said; for the log, not for clients.
  public String why() {
    return why;
  }
}
