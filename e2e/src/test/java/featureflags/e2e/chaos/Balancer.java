package featureflags.e2e.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// What stands before the pods of a service in a cluster: each new connection goes to one that says
/// that it is ready; connections that are open stay where they are.
final class Balancer implements AutoCloseable {
  /// How often it looks who is ready.
  private static final long LOOK_MILLIS = 100;

  private static final int PIECE = 16 * 1024;

  private final List<String> bases;
  private final ServerSocket entrance;
  private final List<String> ready = new CopyOnWriteArrayList<>();
  private final AtomicInteger turn = new AtomicInteger();
  private final CountDownLatch closing = new CountDownLatch(1);

  Balancer(List<String> bases) {
    this.bases = List.copyOf(bases);
    this.ready.addAll(bases);
    try {
      this.entrance = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::look);
    Thread.ofVirtual().start(this::accept);
  }

  String base() {
    return "http://127.0.0.1:" + entrance.getLocalPort();
  }

  /// Whether new connections go there.
  boolean knows(String base) {
    return ready.contains(base);
  }

  private void look() {
    try {
      do {
        for (String base : bases) {
          if (!Rig.isReady(base)) {
            ready.remove(base);
          } else if (!ready.contains(base)) {
            ready.add(base);
          }
        }
      } while (!closing.await(LOOK_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept() {
    while (closing.getCount() > 0) {
      try {
        Socket client = entrance.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException _) {
        // closed
      }
    }
  }

  private void serve(Socket client) {
    List<String> now = List.copyOf(ready);
    URI to = URI.create(now.get(turn.getAndIncrement() % now.size()));
    try (client;
        var server = new Socket(to.getHost(), to.getPort())) {
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      Thread back = Thread.ofVirtual().start(() -> pump(server, client));
      pump(client, server);
      back.join();
    } catch (IOException _) {
      // one side has gone
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Passes on what comes, and that nothing more comes.
  private static void pump(Socket from, Socket to) {
    byte[] piece = new byte[PIECE];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
        out.write(piece, 0, count);
      }
      to.shutdownOutput();
    } catch (IOException _) {
      // one side has gone
    }
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      entrance.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
