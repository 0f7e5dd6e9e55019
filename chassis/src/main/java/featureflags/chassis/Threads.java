package featureflags.chassis;

/// How a thread is waited for at the end.
public final class Threads {
  private Threads() {}

  /// Waits until the thread has ended, or until the waiting thread is told to stop waiting, which
  /// it stays told.
  public static void awaitEnd(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
