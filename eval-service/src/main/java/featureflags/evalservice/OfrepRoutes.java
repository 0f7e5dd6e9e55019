package featureflags.evalservice;

import featureflags.chassis.AccessToken;
import featureflags.chassis.Cors;
import featureflags.chassis.EntityTags;
import featureflags.chassis.Handler;
import featureflags.chassis.Request;
import featureflags.chassis.Response;
import featureflags.chassis.Routes;
import featureflags.engine.Context;
import featureflags.engine.Ruleset;
import featureflags.json.OfrepError;
import featureflags.json.OfrepRequest;
import featureflags.json.OfrepWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/// The OpenFeature Remote Evaluation Protocol 0.3: what clients of any language evaluate with. It
/// is answered from memory, on the event loop.
final class OfrepRoutes {
  private static final String FLAGS = "/ofrep/v1/evaluate/flags";
  private static final String CHANGES = "/ofrep/v1/events";

  /// Longer than a change usually takes to every service.
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final String KEY_MISSING =
      "the flag tells subjects apart by the targeting key, and the context has none";
  private static final String NOT_FOUND = "there is no such flag in this environment";
  private static final String UNREADABLE = "this engine cannot read the flag's definition";

  private final Snapshots snapshots;
  private final Evaluator evaluator;
  private final Doorkeeper doorkeeper;
  private final Cors cors;
  private final ChangeFeeds feeds;

  /// @param cors for which web pages
  OfrepRoutes(
      Snapshots snapshots,
      Evaluator evaluator,
      ChangeFeeds feeds,
      Doorkeeper doorkeeper,
      Cors cors) {
    this.snapshots = snapshots;
    this.evaluator = evaluator;
    this.doorkeeper = doorkeeper;
    this.cors = cors;
    this.feeds = feeds;
  }

  Routes routes() {
    Routes protocol =
        Routes.builder()
            .later("POST", FLAGS, this::bulkWhenReached)
            .onLoop("POST", FLAGS + "/{key}", guarded(this::one))
            .onLoop("GET", CHANGES, guarded(this::follow))
            .build();
    return Routes.builder()
        .add(cors.around(protocol))
        .failing(
            "/ofrep", (failure, request) -> cors.shared(request, OfrepFailure.of(request, failure)))
        .build();
  }

  /// Lets nobody in unasked.
  private Handler guarded(Handler handler) {
    return request ->
        isAdmitted(request) ? handler.handle(request) : OfrepFailure.unauthorized(request);
  }

  private boolean isAdmitted(Request request) {
    return doorkeeper.admits(AccessToken.of(request.headers()));
  }

  private Response one(Request request) {
    return answer(request, (snapshot, asked) -> one(request, snapshot, asked));
  }

  /// A client that was told of a change may ask another service than the one that told him, which
  /// may not know of it yet: he says of which revision he was told.
  private CompletionStage<Response> bulkWhenReached(Request request) {
    Handler handler = guarded(this::bulk);
    if (isAdmitted(request)
        && Addressed.by(request, snapshots) instanceof Addressed.Held(Snapshot snapshot)) {
      long told = told(request);
      if (told > snapshot.revision()) {
        // Not on the thread that brings the change, which has others to bring.
        return snapshots
            .reaching(snapshot.scope(), told, PATIENCE)
            .thenApplyAsync(_ -> handler.handle(request));
      }
    }
    return CompletableFuture.completedFuture(handler.handle(request));
  }

  private static long told(Request request) {
    try {
      return request.query().first("flagConfigEtag").map(Long::parseLong).orElse(0L);
    } catch (NumberFormatException _) {
      return 0; // another engine's
    }
  }

  private Response bulk(Request request) {
    return answer(request, (snapshot, asked) -> bulk(request, snapshot, asked));
  }

  /// Answers a request that makes sense, in an environment that is there.
  @FunctionalInterface
  private interface Answerer {
    Response answer(Snapshot snapshot, OfrepRequest.Understood asked);
  }

  private Response answer(Request request, Answerer answerer) {
    return switch (OfrepRequest.read(request.body())) {
      case OfrepRequest.Unreadable(OfrepError error, String details) ->
          OfrepFailure.badRequest(request, error, details);
      case OfrepRequest.Understood asked ->
          inEnvironment(request, snapshot -> answerer.answer(snapshot, asked));
    };
  }

  private Response inEnvironment(Request request, Function<Snapshot, Response> answerer) {
    return switch (Addressed.by(request, snapshots)) {
      case Addressed.Held(Snapshot snapshot) -> answerer.apply(snapshot);
      case Addressed.Unknown(String project, String environment) ->
          OfrepFailure.noEnvironment(request, project, environment);
      case Addressed.NotYet() -> OfrepFailure.notYet(request);
    };
  }

  private Response follow(Request request) {
    Optional<String> seen = request.headers().first("Last-Event-ID");
    return inEnvironment(request, snapshot -> feeds.follow(snapshot.scope(), seen));
  }

  private Response one(Request request, Snapshot snapshot, OfrepRequest.Understood asked) {
    String key = request.parameter("key");
    if (lacksTargetingKey(snapshot, key, asked.context())) {
      return OfrepFailure.of(request, OfrepError.TARGETING_KEY_MISSING, KEY_MISSING);
    }
    return switch (evaluator.one(snapshot, key, asked.context())) {
      case Evaluation.Served(_, _, _, Response response) -> response;
      case Evaluation.NotFound _ -> OfrepFailure.of(request, OfrepError.FLAG_NOT_FOUND, NOT_FOUND);
      case Evaluation.Unreadable _ -> OfrepFailure.of(request, OfrepError.PARSE_ERROR, UNREADABLE);
    };
  }

  private Response bulk(Request request, Snapshot snapshot, OfrepRequest.Understood asked) {
    String changes = prefix(request) + CHANGES;
    String tag = BulkTag.of(snapshot, OfrepRequest.attributes(request.body()), changes);
    if (EntityTags.held(request.headers(), tag)) {
      return Response.empty(304).with("ETag", tag);
    }
    List<byte[]> flags = flags(snapshot, asked.context());
    byte[] body = OfrepWriter.bulk(snapshot.scope(), snapshot.revision(), flags, changes);
    return Response.json(200, body).with("ETag", tag);
  }

  /// The answers for all flags, in no order.
  private List<byte[]> flags(Snapshot snapshot, Context context) {
    List<String> keys = snapshot.keys();
    var answers = new ArrayList<byte[]>(keys.size());
    var answerable = new ArrayList<String>(keys.size());
    for (String key : keys) {
      if (lacksTargetingKey(snapshot, key, context)) {
        answers.add(OfrepWriter.failed(key, OfrepError.TARGETING_KEY_MISSING, KEY_MISSING));
      } else {
        answerable.add(key);
      }
    }
    evaluator.each(snapshot, answerable, context).forEach(each -> answers.add(written(each)));
    return answers;
  }

  private static byte[] written(Evaluation evaluation) {
    return switch (evaluation) {
      case Evaluation.Served(_, _, _, Response response) -> response.body();
      case Evaluation.NotFound(String key) ->
          OfrepWriter.failed(key, OfrepError.FLAG_NOT_FOUND, NOT_FOUND);
      case Evaluation.Unreadable(String key) ->
          OfrepWriter.failed(key, OfrepError.PARSE_ERROR, UNREADABLE);
    };
  }

  /// What the request's path has before the protocol's own.
  private static String prefix(Request request) {
    return request.path().substring(0, request.path().length() - FLAGS.length());
  }

  private static boolean lacksTargetingKey(Snapshot snapshot, String key, Context context) {
    Ruleset rules = snapshot.ruleset();
    return rules.flag(key).filter(flag -> flag.lacksTargetingKey(context, rules)).isPresent();
  }
}
