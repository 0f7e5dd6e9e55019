package featureflags.evalservice;

import featureflags.chassis.Program;

/// Starts eval-service as a process of its own.
public final class Main {
  private Main() {}

  /// Serves until it is told to stop.
  public static void main(String[] args) throws InterruptedException {
    Program.of(
            EvalService.NAME,
            "Evaluates the flags of the Feature Flag Engine, from memory.",
            Settings::from,
            EvalService::start)
        .main(args);
  }
}
