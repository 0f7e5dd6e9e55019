package featureflags.deploy;

import java.util.Set;

/// The environment variables that the services read.
final class Settings {
  static final Set<String> NAMES =
      Set.of(
          "PORT",
          "POSTGRES_HOST",
          "POSTGRES_PORT",
          "POSTGRES_DB",
          "POSTGRES_USER",
          "POSTGRES_PASSWORD",
          "POSTGRES_PASSWORD_FILE",
          "REDIS_HOST",
          "REDIS_PORT",
          "REDIS_PASSWORD",
          "REDIS_PASSWORD_FILE",
          "SNAPSHOT_DIR",
          "SPOOL_DIR",
          "AUDIT_ATTRIBUTES");

  private Settings() {}
}
