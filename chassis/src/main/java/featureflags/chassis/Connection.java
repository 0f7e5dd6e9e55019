package featureflags.chassis;

import io.netty.channel.ChannelFuture;
import io.vertx.core.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.ArrayList;
import java.util.List;

/// One client's connection: what is under way on it and since when nothing is.
final class Connection {
  /// More than this many bytes of answers that the client has not taken, and nothing more is
  /// handled.
  private static final long FULL = 256 * 1024;

  /// Answers below this are not worth counting: one read brings some thousand requests at the most.
  private static final int SMALL = 1024;

  private final Loop loop;
  private final HttpConnection wire;
  private final List<Exchange> exchanges = new ArrayList<>(1);
  private long idleSince;
  private boolean spoken;
  private long unsent;
  private boolean closing;

  Connection(Loop loop, HttpConnection wire) {
    this.loop = loop;
    this.wire = wire;
    this.idleSince = loop.now();
  }

  Exchange exchange(HttpServerRequest request) {
    spoken = true;
    Exchange exchange = new Exchange(loop, this, request);
    exchanges.add(exchange);
    return exchange;
  }

  void ended(Exchange exchange) {
    exchanges.remove(exchange);
    if (!closing) {
      idleSince = loop.now();
    }
  }

  /// Whether the client has left too many answers untaken. Vert.x asks its channel the same, but
  /// hears of the truth only after the read in which a whole pipeline of requests can come.
  boolean isFull() {
    return unsent > FULL;
  }

  /// Counts an answer's bytes until they have left.
  Future<Void> counted(int bytes, Future<Void> sent) {
    if (bytes >= SMALL) {
      unsent += bytes;
      sent.onComplete(_ -> left(bytes));
    }
    return sent;
  }

  private void left(int bytes) {
    unsent -= bytes;
    if (!closing && !isFull()) {
      List.copyOf(exchanges).forEach(Exchange::unstall);
    }
  }

  /// Ends the connection when what was sent has left, or the client takes none of it.
  void close() {
    if (!closing) {
      closing = true;
      idleSince = loop.now();
    }
    wire.close();
  }

  /// Closes the connection if it has been idle, which is also how a head that dribbles in looks, or
  /// tells its exchanges the time.
  void sweep() {
    ServerConfig.Patience patience = loop.config.patience();
    if (closing) {
      if (loop.isOver(idleSince, patience.idle())) {
        drop();
      }
    } else if (exchanges.isEmpty()) {
      if (loop.isOver(idleSince, spoken ? patience.idle() : patience.silent())) {
        close();
      }
    } else {
      List.copyOf(exchanges).forEach(Exchange::sweep);
    }
  }

  /// Closes the socket past Vert.x, which would wait for what was sent to leave.
  private void drop() {
    if (wire instanceof ConnectionBase netty) {
      ChannelFuture _ = netty.channel().pipeline().firstContext().close();
    }
  }

  void closed() {
    closing = true;
    List.copyOf(exchanges).forEach(Exchange::clientLeft);
  }
}
