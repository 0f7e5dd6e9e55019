package featureflags.e2e.chaos;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import featureflags.e2e.Wait;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A stretch of network between a service and a store, on which things go wrong when told to.
///
/// All faults are for the connections that are open and for those that come; [#heal] ends them.
final class FaultProxy implements AutoCloseable {
  private static final int PIECE = 16 * 1024;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private volatile int target;
  private final String subscription;
  private final int port;
  private volatile ServerSocket entrance;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private volatile Fault fault = new Fault.None();
  private volatile CountDownLatch healed = new CountDownLatch(0);
  private volatile boolean closed;

  /// What goes wrong.
  private sealed interface Fault {
    /// Nothing does.
    record None() implements Fault {}

    /// Every piece takes this much longer, each way.
    record Delay(Duration time) implements Fault {}

    /// Nothing arrives, and nobody is told. What was sent arrives when it is over.
    record BlackHole() implements Fault {}

    /// Connections are reset as soon as they are made.
    record Reset() implements Fault {}

    /// Nobody listens.
    record Refusal() implements Fault {}

    /// Clients that have asked to be told of changes hear nothing any more.
    record Deafness() implements Fault {}
  }

  private FaultProxy(int target, String subscription) {
    this.target = target;
    this.subscription = subscription;
    try {
      this.entrance = opened(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.port = entrance.getLocalPort();
    Thread.ofVirtual().start(this::accept);
  }

  private static ServerSocket opened(int port) throws IOException {
    return new ServerSocket(port, 200, InetAddress.getLoopbackAddress());
  }

  /// Opens the port again. For a moment it may still be taken: by the thread that was accepting
  /// when it was closed, or by a client that connected to it from the same port, and so to itself.
  private void reopen() {
    Wait.until(
        "port " + port,
        PATIENCE,
        () -> {
          try {
            entrance = opened(port);
            return true;
          } catch (BindException _) {
            return false;
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /// One before a server on this machine.
  ///
  /// @param subscription the word by which a client asks to be told of changes
  static FaultProxy before(int port, String subscription) {
    return new FaultProxy(port, subscription);
  }

  /// Where to connect instead.
  int port() {
    return port;
  }

  void delay(Duration time) {
    begin(new Fault.Delay(time));
  }

  void blackHole() {
    begin(new Fault.BlackHole());
  }

  /// Ends every connection, with what is on its way.
  void reset() {
    links.forEach(Link::reset);
    begin(new Fault.Reset());
    links.forEach(Link::reset);
  }

  /// Ends every connection, and refuses others as if nobody listened.
  void refuse() {
    begin(new Fault.Refusal());
    shut();
    links.forEach(Link::reset);
  }

  private void shut() {
    try {
      entrance.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Leads those who connect from now on to another server.
  void leadTo(int port) {
    target = port;
  }

  /// Keeps what the server says from those clients which have asked to be told of changes, or do.
  void deafen() {
    begin(new Fault.Deafness());
  }

  private void begin(Fault next) {
    healed.countDown();
    healed = new CountDownLatch(1);
    fault = next;
  }

  void heal() {
    if (entrance.isClosed() && !closed) {
      reopen();
    }
    fault = new Fault.None();
    healed.countDown();
  }

  private void accept() {
    while (!closed) {
      try {
        var link = new Link(entrance.accept());
        links.add(link);
        Thread.ofVirtual().start(link::open);
      } catch (IOException _) {
        awaitEntrance(); // closed, or a client that has gone before it was let in
      }
    }
  }

  private void awaitEntrance() {
    try {
      healed.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed = true;
    heal();
    shut();
    links.forEach(Link::end);
  }

  /// A client's connection and the one that stands for it at the server.
  private final class Link {
    private final Socket client;
    private final Socket server = new Socket();
    private volatile boolean subscribed;

    Link(Socket client) {
      this.client = client;
    }

    void open() {
      try {
        if (fault instanceof Fault.Reset) {
          reset();
          return;
        }
        server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        Thread.ofVirtual().start(() -> pump(server, client, false));
        pump(client, server, true);
      } catch (IOException _) {
        end(); // the server is away: so is the client's connection
      }
    }

    private void pump(Socket from, Socket to, boolean fromClient) {
      byte[] piece = new byte[PIECE];
      try (InputStream in = from.getInputStream();
          OutputStream out = to.getOutputStream()) {
        for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
          if (fromClient) {
            subscribed |= new String(piece, 0, count, ISO_8859_1).contains(subscription);
          }
          if (passes(fromClient)) {
            out.write(piece, 0, count);
          }
        }
      } catch (IOException _) {
        // one side has gone
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      } finally {
        end();
      }
    }

    /// Waits for as long as the fault asks, and tells whether the piece arrives at all.
    private boolean passes(boolean fromClient) throws InterruptedException {
      return switch (fault) {
        case Fault.None(), Fault.Reset(), Fault.Refusal() -> true;
        case Fault.Delay(Duration time) -> {
          boolean _ = healed.await(time.toMillis(), TimeUnit.MILLISECONDS);
          yield true;
        }
        case Fault.BlackHole() -> {
          healed.await();
          yield true;
        }
        case Fault.Deafness() -> fromClient || !subscribed;
      };
    }

    void reset() {
      try {
        client.setSoLinger(true, 0);
      } catch (SocketException _) {
        // it has gone already
      }
      end();
    }

    void end() {
      links.remove(this);
      for (Socket socket : new Socket[] {client, server}) {
        try {
          socket.close();
        } catch (IOException _) {
          // it is closed
        }
      }
    }
  }
}
