package featureflags.chassis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// What a process has opened, in the order in which it was opened, to be closed in reverse order,
/// once, whatever fails on the way.
public final class Lifecycle implements AutoCloseable {
  private record Owned(String name, AutoCloseable closeable) {}

  private static final Log LOG = Log.of(Lifecycle.class);

  private final Deque<Owned> owned = new ArrayDeque<>();
  private final List<Runnable> first = new ArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private boolean closing;
  private volatile int status;

  /// Nothing opened yet; whoever makes it closes it.
  public Lifecycle() {}

  /// The lifecycle of this process: a SIGTERM, a SIGINT or a [System#exit] closes it, and then the
  /// process ends, with status 0 unless it failed. Make it before opening anything.
  public static Lifecycle ofProcess() {
    Lifecycle lifecycle = new Lifecycle();
    Thread hook = Thread.ofPlatform().name("lifecycle").unstarted(lifecycle::end);
    Runtime.getRuntime().addShutdownHook(hook);
    return lifecycle;
  }

  /// Without `halt` the status would be 143 after a SIGTERM, which looks like a crash.
  private void end() {
    close();
    System.err.flush();
    Runtime.getRuntime().halt(status);
  }

  /// Closes this when the time comes, before everything that is owned already.
  ///
  /// @return the same thing
  /// @throws IllegalStateException when the time has come already; it is closed then
  public <T extends AutoCloseable> T own(String name, T closeable) {
    synchronized (owned) {
      if (!closing) {
        owned.push(new Owned(name, closeable));
        return closeable;
      }
    }
    close(new Owned(name, closeable));
    throw new IllegalStateException("%s was opened while the process was stopping".formatted(name));
  }

  /// Closes everything and ends the process with this status.
  public void fail(int endStatus) {
    status = endStatus;
    System.exit(endStatus);
  }

  /// Does this before anything is closed, such as telling the cluster to send no more requests. In
  /// the order of the calls.
  public void beforeClosing(Runnable step) {
    synchronized (owned) {
      first.add(step);
    }
  }

  /// Waits until everything is closed.
  ///
  /// @throws InterruptedException when the waiting thread is told to stop waiting
  public void awaitClosed() throws InterruptedException {
    closed.await();
  }

  /// Closes everything, and returns when it is closed, also where another thread is at it already.
  @Override
  public void close() {
    if (isClosingAlready()) {
      awaitOther();
      return;
    }
    LOG.info("stopping");
    first.forEach(step -> close(new Owned("before closing", step::run)));
    while (!owned.isEmpty()) {
      close(owned.pop());
    }
    LOG.info("stopped");
    closed.countDown();
  }

  private boolean isClosingAlready() {
    synchronized (owned) {
      boolean already = closing;
      closing = true;
      return already;
    }
  }

  private void awaitOther() {
    try {
      closed.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void close(Owned thing) {
    try {
      thing.closeable().close();
    } catch (InterruptedException e) {
      LOG.warning("close-failed", e, "what", thing.name());
      Thread.currentThread().interrupt();
    } catch (Exception | Error e) {
      LOG.warning("close-failed", e, "what", thing.name());
    }
  }
}
