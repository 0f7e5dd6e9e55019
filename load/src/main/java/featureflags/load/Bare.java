package featureflags.load;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The limit: Vert.x alone, which answers every request with the same bytes as soon as it has read
/// its head.
///
/// It has as many event loops as our services, one for each core, and their native transport.
public final class Bare extends VerticleBase {
  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

  private final Buffer answer;

  private Bare(Buffer answer) {
    this.answer = answer;
  }

  /// Serves until it is killed.
  ///
  /// @param arguments the file of the answer's body
  public static void main(String[] arguments) throws IOException {
    byte[] body = Files.readAllBytes(Path.of(arguments[0]));
    int cores = Runtime.getRuntime().availableProcessors();
    Vertx vertx =
        Vertx.vertx(new VertxOptions().setEventLoopPoolSize(cores).setPreferNativeTransport(true));
    vertx
        .deployVerticle(
            () -> new Bare(Buffer.buffer(body)), new DeploymentOptions().setInstances(cores))
        .onFailure(cause -> {
          System.out.println(cause);
          System.exit(1);
        });
  }

  @Override
  public Future<?> start() {
    return vertx
        .createHttpServer()
        .requestHandler(
            request -> request.response().putHeader(HttpHeaders.CONTENT_TYPE, JSON).end(answer))
        .listen(SocketAddress.sharedRandomPort(1, "127.0.0.1"))
        .onSuccess(Bare::announce);
  }

  private static void announce(HttpServer server) {
    System.out.println("event=started service=bare port=" + server.actualPort());
  }
}
