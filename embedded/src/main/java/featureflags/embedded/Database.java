package featureflags.embedded;

/// Where a database is and who may enter; the password is the embedded server's well-known one.
///
/// @param host the loopback address
/// @param port 1 to 65535
public record Database(String host, int port, String name, String user, String password) {

  /// The address that the PostgreSQL driver understands, without user and password.
  public String jdbcUrl() {
    return "jdbc:postgresql://%s:%d/%s".formatted(host, port, name);
  }
}
