package featureflags.flagapi;

import featureflags.catalog.Changed;
import featureflags.catalog.Document;
import featureflags.catalog.ListedKeys;
import featureflags.catalog.Page;
import featureflags.catalog.Scope;
import featureflags.catalog.SegmentEntry;
import featureflags.catalog.TrailEntry;
import featureflags.chassis.Refusal;
import featureflags.chassis.Request;
import featureflags.chassis.Response;
import featureflags.chassis.Routes;
import featureflags.engine.Value;
import featureflags.json.PageShape;
import featureflags.json.SegmentChangeShape;
import featureflags.json.SegmentDraftShape;
import featureflags.json.ValueReader;
import featureflags.json.ValueWriter;
import featureflags.postgres.ChangeTrail;
import featureflags.postgres.SegmentStore;
import featureflags.postgres.SegmentStore.Created;
import featureflags.postgres.SegmentStore.Deleted;
import featureflags.postgres.SegmentStore.Saved;
import java.util.List;
import java.util.function.Consumer;

/// The life of a segment; long lists come and go by [KeyRoutes].
final class SegmentRoutes {
  private final SegmentStore store;
  private final ChangeTrail trail;
  private final Consumer<Scope> committed;

  /// @param committed told of each environment in which a change was committed
  SegmentRoutes(SegmentStore store, ChangeTrail trail, Consumer<Scope> committed) {
    this.store = store;
    this.trail = trail;
    this.committed = committed;
  }

  Routes routes() {
    return Routes.builder()
        .blocking("POST", "/segments", this::create)
        .blocking("GET", "/segments", this::list)
        .blocking("GET", "/segments/{key}", this::read)
        .blocking("PUT", "/segments/{key}", this::update)
        .blocking("DELETE", "/segments/{key}", this::delete)
        .blocking("GET", "/segments/{key}/audit", this::audit)
        .build();
  }

  private Response create(Request request) {
    Parameters.of(request);
    Scope scope = Asked.scope(request);
    Value document = ValueReader.readDefinition(request.body());
    var draft = SegmentDraftShape.read(document);
    List<ListedKeys> keys = SegmentDraftShape.readKeys(document);
    return switch (store.create(scope, draft, keys, Asked.author(request))) {
      case Created.Done(SegmentEntry entry) -> {
        committed.accept(scope);
        yield SegmentAnswers.answer(201, entry)
            .with("Location", request.path() + "/" + entry.key());
      }
      case Created.Taken() ->
          throw Refusal.conflict("the key '%s' is taken".formatted(draft.key()));
      case Created.NoScope() -> throw Asked.noScope(scope);
    };
  }

  private Response list(Request request) {
    var parameters = Parameters.of(request, "q", "cursor", "limit");
    Scope scope = Asked.scope(request);
    Page<Document> page =
        store.list(
            scope, parameters.text("q").orElse(""), Cursor.key(parameters), parameters.limit());
    if (page.items().isEmpty() && !store.exists(scope)) {
      throw Asked.noScope(scope);
    }
    String next = page.more() ? Cursor.of(page.items().getLast().key()) : "";
    return Response.json(200, PageShape.write(page, next));
  }

  private Response read(Request request) {
    Parameters.of(request);
    Scope scope = Asked.scope(request);
    String key = SegmentAnswers.key(request);
    SegmentEntry entry =
        store.find(scope, key).orElseThrow(() -> SegmentAnswers.missing(store, scope, key));
    return Conditional.known(request, Conditional.tag(entry.version()))
        ? Response.empty(304).with("ETag", Conditional.tag(entry.version()))
        : SegmentAnswers.answer(200, entry);
  }

  private Response update(Request request) {
    Parameters.of(request);
    Scope scope = Asked.scope(request);
    String key = SegmentAnswers.key(request);
    Value edit = ValueReader.readDefinition(request.body());
    Saved saved =
        store.update(
            scope,
            key,
            Conditional.expected(request),
            current -> SegmentDraftShape.readEdit(current, edit),
            SegmentDraftShape.readKeys(edit),
            Asked.author(request));
    return switch (saved) {
      case Saved.Done(SegmentEntry entry) -> {
        committed.accept(scope);
        yield SegmentAnswers.answer(200, entry);
      }
      case Saved.Already(SegmentEntry current) -> SegmentAnswers.answer(200, current);
      case Saved.Stale(SegmentEntry current) -> throw Refusal.preconditionFailed(current.version());
      case Saved.Missing() -> throw SegmentAnswers.missing(store, scope, key);
    };
  }

  private Response delete(Request request) {
    Parameters.of(request);
    Scope scope = Asked.scope(request);
    String key = SegmentAnswers.key(request);
    return switch (store.delete(scope, key, Conditional.expected(request), Asked.author(request))) {
      case Deleted.Done() -> {
        committed.accept(scope);
        yield Response.noContent();
      }
      case Deleted.InUse(List<String> flags) ->
          throw Asked.inUse("segment '%s' is used by flags".formatted(key), flags);
      case Deleted.Stale(SegmentEntry current) ->
          throw Refusal.preconditionFailed(current.version());
      case Deleted.Missing() -> throw SegmentAnswers.missing(store, scope, key);
    };
  }

  private Response audit(Request request) {
    var parameters = Parameters.of(request, "from", "to", "cursor", "limit");
    Scope scope = Asked.scope(request);
    String key = SegmentAnswers.key(request);
    long before = Cursor.place(parameters, Long::valueOf, Long.MAX_VALUE);
    Page<TrailEntry> page =
        trail.page(scope, Changed.SEGMENT, key, parameters.range(), before, parameters.limit());
    if (!store.knows(scope, key)) {
      throw SegmentAnswers.missing(store, scope, key);
    }
    String next = page.more() ? Cursor.of(Long.toString(page.items().getLast().position())) : "";
    return Response.json(
        200,
        ValueWriter.bytes(
            PageShape.write(page.items().stream().map(SegmentChangeShape::trail).toList(), next)));
  }
}
