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

/// OFREP as eval-service answers it, without stores, for what cannot be set up from outside: a
/// doorkeeper, and a service that has not loaded anything. So it stands in the service's package.
public final class OfrepAlone implements AutoCloseable {
  private final Snapshots snapshots = new Snapshots();
  private final HttpServer server;

  private OfrepAlone(Doorkeeper doorkeeper) {
    var feeds = new ChangeFeeds(snapshots);
    var ofrep = new OfrepRoutes(snapshots, Evaluator.unaudited(), feeds, doorkeeper, Cors.open());
    var config = ServerConfig.on(0).withHost("127.0.0.1").withEventLoops(1);
    this.server = HttpServer.start(config, ofrep.routes());
  }

  /// One that lets in who shows the token.
  public static OfrepAlone guarded(String token) {
    var known = Optional.of(new Secret(token));
    var ofrep = new OfrepAlone(known::equals);
    ofrep.load();
    return ofrep;
  }

  /// One that has nothing yet.
  public static OfrepAlone unloaded() {
    return new OfrepAlone(Doorkeeper.OPEN);
  }

  /// Gives it one boolean flag, `flag`, that is on.
  public void load() {
    var entry = EntryBuilder.entry(flag("flag").enabled().rollout(100).build()).build();
    var document = new Document("flag", 1, ValueWriter.text(EntryShape.write(entry)));
    snapshots.apply(new Delta(Scope.DEFAULT, 0, 1, List.of(document), List.of()));
    snapshots.complete();
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
