package featureflags.auditworker;

import featureflags.chassis.Program;

/// Starts audit-worker as a process of its own.
public final class Main {
  private Main() {}

  /// Drains until it is told to stop.
  public static void main(String[] args) throws InterruptedException {
    Program.of(
            AuditWorker.NAME,
            "Moves the evaluation stream of the Feature Flag Engine into PostgreSQL.",
            Settings::from,
            AuditWorker::start)
        .main(args);
  }
}
