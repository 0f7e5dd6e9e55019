package featureflags.postgres;

/// Where PostgreSQL is and who asks.
///
/// @param host name or address
/// @param port 1 to 65,535
/// @param database the database's name
/// @param user who asks
/// @param password may be empty
public record PostgresAddress(
    String host, int port, String database, String user, String password) {
  /// The address without the user and the password.
  @Override
  public String toString() {
    return "%s:%d/%s".formatted(host, port, database);
  }

  String url() {
    return "jdbc:postgresql://%s:%d/%s".formatted(host, port, database);
  }
}
