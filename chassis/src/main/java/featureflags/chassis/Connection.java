package featureflags.chassis;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;

/// One client's connection: what is under way on it and since when nothing is.
final class Connection {
  private final Loop loop;
  private final HttpConnection wire;
  private final List<Exchange> exchanges = new ArrayList<>(1);
  private long idleSince;

  Connection(Loop loop, HttpConnection wire) {
    this.loop = loop;
    this.wire = wire;
    this.idleSince = loop.now();
  }

  Exchange exchange(HttpServerRequest request) {
    Exchange exchange = new Exchange(loop, this, request);
    exchanges.add(exchange);
    return exchange;
  }

  void ended(Exchange exchange) {
    exchanges.remove(exchange);
    idleSince = loop.now();
  }

  void close() {
    wire.close();
  }

  /// Drops the connection if it has been idle, which is also how a head that dribbles in looks, or
  /// tells its exchanges the time.
  void sweep() {
    if (exchanges.isEmpty()) {
      if (loop.isOver(idleSince, loop.config.idleTimeout())) {
        close();
      }
    } else {
      List.copyOf(exchanges).forEach(Exchange::sweep);
    }
  }

  void closed() {
    List.copyOf(exchanges).forEach(Exchange::clientLeft);
  }
}
