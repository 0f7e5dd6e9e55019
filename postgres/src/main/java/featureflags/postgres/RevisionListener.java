package featureflags.postgres;

import featureflags.catalog.Announcement;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/// Listens to what PostgreSQL announces, on a connection and a thread of its own, and connects
/// again for as long as it is open.
public final class RevisionListener implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(RevisionListener.class.getName());

  private static final int WAIT_MILLIS = 500;
  private static final int RECONNECT_MILLIS = 500;

  private final PostgresAddress address;
  private final String name;
  private final Consumer<Announcement> listener;
  private final Runnable reconnected;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  private RevisionListener(
      PostgresAddress address, String name, Consumer<Announcement> listener, Runnable reconnected) {
    this.address = address;
    this.name = name;
    this.listener = listener;
    this.reconnected = reconnected;
    this.thread = Thread.ofVirtual().name("revision-listener").unstarted(this::run);
  }

  /// Starts listening.
  ///
  /// @param name the name of the application in PostgreSQL
  /// @param listener told each announcement, on the listener's thread
  /// @param reconnected told after each connect, for what may have been missed before it
  public static RevisionListener start(
      PostgresAddress address, String name, Consumer<Announcement> listener, Runnable reconnected) {
    var started = new RevisionListener(address, name, listener, reconnected);
    started.thread.start();
    return started;
  }

  private void run() {
    while (!closed(0)) {
      try {
        listen();
      } catch (SQLException e) {
        closed(RECONNECT_MILLIS); // PostgreSQL is away; the revision check covers for it
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.ERROR, "event=revision-listener-failed", e);
        closed(RECONNECT_MILLIS);
      }
    }
  }

  private void listen() throws SQLException {
    var properties = Postgres.properties(name);
    properties.put("user", address.user());
    properties.put("password", address.password());
    try (Connection connection = DriverManager.getConnection(address.url(), properties)) {
      new Session(connection).execute("LISTEN " + RevisionChannel.NAME);
      reconnected.run();
      var notifications = connection.unwrap(PGConnection.class);
      while (!closed(0)) {
        PGNotification[] arrived = notifications.getNotifications(WAIT_MILLIS);
        if (arrived == null || arrived.length == 0) {
          if (!connection.isValid(1)) {
            return;
          }
          continue;
        }
        for (PGNotification each : arrived) {
          RevisionChannel.read(each.getParameter()).ifPresent(listener);
        }
      }
    }
  }

  private boolean closed(int waitMillis) {
    try {
      return closing.await(waitMillis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }

  @Override
  public void close() {
    closing.countDown();
    thread.interrupt();
  }
}
