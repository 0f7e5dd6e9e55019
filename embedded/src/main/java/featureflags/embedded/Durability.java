package featureflags.embedded;

/// What a write that was acknowledged survives.
public enum Durability {
  /// Power loss: what a person's data needs. Redis may lose its last second, PostgreSQL nothing.
  POWER_LOSS,
  /// The server's sudden end (`kill -9`), but not the machine's: enough for tests, and faster.
  PROCESS_KILL
}
