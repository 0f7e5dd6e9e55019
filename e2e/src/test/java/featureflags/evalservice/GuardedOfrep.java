package featureflags.evalservice;

import static featureflags.testkit.FlagBuilder.flag;

import featureflags.catalog.Delta;
import featureflags.catalog.Document;
import featureflags.catalog.Scope;
import featureflags.chassis.Cors;
import featureflags.chassis.HttpServer;
import featureflags.chassis.Secret;
import featureflags.chassis.ServerConfig;
import featureflags.json.EntryShape;
import featureflags.json.ValueWriter;
import featureflags.testkit.EntryBuilder;
import java.util.List;
import java.util.Optional;

/// OFREP as eval-service answers it, behind a doorkeeper that knows one token. It stands in this
/// package because settings cannot give the service a doorkeeper yet.
public record GuardedOfrep(HttpServer server) implements AutoCloseable {
  /// Starts it with one boolean flag, `flag`, that is on.
  public static GuardedOfrep open(String token) {
    var known = Optional.of(new Secret(token));
    var snapshots = new Snapshots();
    snapshots.apply(new Delta(Scope.DEFAULT, 0, 1, List.of(on()), List.of()));
    snapshots.complete();
    var routes =
        new OfrepRoutes(
            snapshots,
            Evaluator.unaudited(),
            new ChangeFeeds(snapshots),
            known::equals,
            Cors.open());
    var config = ServerConfig.on(0).withHost("127.0.0.1").withEventLoops(1);
    return new GuardedOfrep(HttpServer.start(config, routes.routes()));
  }

  private static Document on() {
    var entry = EntryBuilder.entry(flag("flag").enabled().rollout(100).build()).build();
    return new Document("flag", 1, ValueWriter.text(EntryShape.write(entry)));
  }

  /// What a client takes for its base URL.
  public String baseUrl() {
    return "http://127.0.0.1:" + server.port();
  }

  @Override
  public void close() {
    server.close();
  }
}
