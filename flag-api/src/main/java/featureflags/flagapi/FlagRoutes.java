package featureflags.flagapi;

import featureflags.catalog.Author;
import featureflags.catalog.ChangeRecord;
import featureflags.catalog.Changed;
import featureflags.catalog.Document;
import featureflags.catalog.Draft;
import featureflags.catalog.Entry;
import featureflags.catalog.Page;
import featureflags.catalog.Scope;
import featureflags.chassis.Problem;
import featureflags.chassis.Refusal;
import featureflags.chassis.Request;
import featureflags.chassis.Response;
import featureflags.chassis.Routes;
import featureflags.engine.Value;
import featureflags.json.ChangeShape;
import featureflags.json.DraftShape;
import featureflags.json.EntryShape;
import featureflags.json.Instructions;
import featureflags.json.PageShape;
import featureflags.json.Reversal;
import featureflags.json.RevertRequest;
import featureflags.json.ValueReader;
import featureflags.json.ValueWriter;
import featureflags.json.Warning;
import featureflags.json.Warnings;
import featureflags.postgres.ChangeTrail;
import featureflags.postgres.Expected;
import featureflags.postgres.FlagStore;
import featureflags.postgres.FlagStore.Created;
import featureflags.postgres.FlagStore.Filter;
import featureflags.postgres.FlagStore.Saved;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// The life of a flag: made, read, changed, archived, restored.
final class FlagRoutes {
  private final FlagStore store;
  private final FlagReads reads;
  private final ChangeTrail trail;
  private final Consumer<Scope> committed;

  /// @param committed told of each environment in which a change was committed
  FlagRoutes(FlagStore store, FlagReads reads, ChangeTrail trail, Consumer<Scope> committed) {
    this.store = store;
    this.reads = reads;
    this.trail = trail;
    this.committed = committed;
  }

  Routes routes() {
    return Routes.builder()
        .blocking("POST", "/flags", this::create)
        .blocking("GET", "/flags", this::list)
        .blocking("GET", "/flags/{key}", this::read)
        .blocking("PUT", "/flags/{key}", this::update)
        .blocking("PATCH", "/flags/{key}", this::follow)
        .blocking("DELETE", "/flags/{key}", this::archive)
        .blocking("POST", "/flags/{key}/restore", this::restore)
        .blocking("POST", "/flags/{key}/revert", this::revert)
        .build();
  }

  private Response create(Request request) {
    Parameters.of(request);
    Scope scope = Asked.scope(request);
    Draft draft = DraftShape.read(ValueReader.readDefinition(request.body()));
    return switch (store.create(scope, draft, Asked.author(request))) {
      case Created.Done(Entry entry) -> {
        committed.accept(scope);
        yield saved(201, scope, entry).with("Location", request.path() + "/" + entry.flag().key());
      }
      case Created.Taken() ->
          throw Refusal.conflict(
              "the key '%s' is taken; an archived flag keeps its key too and can be restored"
                  .formatted(draft.flag().key()));
      case Created.NoScope() -> throw Asked.noScope(scope);
    };
  }

  private Response list(Request request) {
    var parameters = Parameters.of(request, "archived", "tag", "q", "cursor", "limit");
    Scope scope = Asked.scope(request);
    var filter =
        new Filter(
            parameters.flag("archived"),
            parameters.text("tag").orElse(""),
            parameters.text("q").orElse(""));
    String after = Cursor.key(parameters);
    Read<Page<Document>> page =
        reads
            .list(scope, filter, after, parameters.limit())
            .orElseThrow(() -> Asked.noScope(scope));
    var items = page.value().items();
    String next = page.value().more() ? Cursor.of(items.getLast().key()) : "";
    return page.marked(Response.json(200, PageShape.write(page.value(), next)));
  }

  private Response read(Request request) {
    Parameters.of(request);
    Read<Entry> entry = find(Asked.scope(request), Asked.flagKey(request));
    Response response =
        Conditional.known(request, Conditional.tag(entry.value().version()))
            ? Response.empty(304).with("ETag", Conditional.tag(entry.value().version()))
            : answer(200, entry.value());
    return entry.marked(response);
  }

  private Read<Entry> find(Scope scope, String key) {
    return reads
        .find(scope, key)
        .orElseThrow(() -> reads.exists(scope) ? Asked.noFlag(key) : Asked.noScope(scope));
  }

  private Response update(Request request) {
    Parameters.of(request);
    Value edit = ValueReader.readDefinition(request.body());
    return edited(request, current -> DraftShape.readEdit(current, edit), Asked.author(request));
  }

  private Response follow(Request request) {
    Parameters.of(request);
    var instructions = Instructions.read(ValueReader.readDefinition(request.body()));
    return edited(
        request, instructions::apply, Asked.author(request).saying(instructions.comment()));
  }

  private Response edited(Request request, UnaryOperator<Draft> edit, Author author) {
    return save(
        request, (scope, key, expected) -> store.update(scope, key, expected, edit, author));
  }

  private Response archive(Request request) {
    Parameters.of(request);
    save(
        request,
        (scope, key, expected) -> store.archive(scope, key, expected, Asked.author(request)));
    return Response.noContent();
  }

  private Response restore(Request request) {
    Parameters.of(request);
    return save(
        request,
        (scope, key, expected) -> store.restore(scope, key, expected, Asked.author(request)));
  }

  /// Takes back the change that followed a version, and leaves what was done since.
  private Response revert(Request request) {
    Parameters.of(request);
    Scope scope = Asked.scope(request);
    String key = Asked.flagKey(request);
    var asked = RevertRequest.read(ValueReader.read(request.body()));
    int version = asked.to() + 1;
    ChangeRecord change =
        trail
            .change(scope, Changed.FLAG, key, version)
            .orElseThrow(() -> noChange(scope, key, version));
    if (!change.kind().equals(ChangeShape.UPDATED)) {
      throw Refusal.conflict(
          "version %d is of a flag that was %s, which cannot be taken back like this"
              .formatted(version, change.kind()));
    }
    String comment =
        asked.comment().isEmpty() ? "takes back version %d".formatted(version) : asked.comment();
    return edited(
        request, current -> without(change, current), Asked.author(request).saying(comment));
  }

  private Refusal noChange(Scope scope, String key, int version) {
    return find(scope, key).value().version() < version
        ? Refusal.badRequest(
            "there is no version %d of flag '%s' to take back".formatted(version, key))
        : Refusal.badRequest("the trail does not tell of version %d".formatted(version));
  }

  private static Draft without(ChangeRecord change, Draft current) {
    return switch (Reversal.of(draft(change.before()), draft(change.after()), current)) {
      case Reversal.Outcome.Done(Draft draft) -> draft;
      case Reversal.Outcome.Clash(List<String> places) ->
          throw new Refusal(
              Problem.of(
                      "clash",
                      409,
                      "Changed since",
                      "version %d cannot be taken back, because later ones have changed the same: %s"
                          .formatted(change.version(), String.join(", ", places)))
                  .with(new Problem.Member.Texts("places", places)));
    };
  }

  private static Draft draft(String stored) {
    return EntryShape.read(ValueReader.readStored(stored)).draft();
  }

  private Response save(Request request, Edit edit) {
    Scope scope = Asked.scope(request);
    String key = Asked.flagKey(request);
    return switch (edit.in(scope, key, Conditional.expected(request))) {
      case Saved.Done(Entry entry) -> {
        committed.accept(scope);
        yield saved(200, scope, entry);
      }
      case Saved.Already(Entry current) -> saved(200, scope, current);
      case Saved.Archived _ ->
          throw Refusal.conflict(
              "flag '%s' is archived; restore it before you change it".formatted(key));
      case Saved.InUse(List<String> dependents) ->
          throw Asked.inUse("flags depend on flag '%s'".formatted(key), dependents);
      case Saved.Stale(Entry current) -> throw Refusal.preconditionFailed(current.version());
      case Saved.Missing() -> throw reads.exists(scope) ? Asked.noFlag(key) : Asked.noScope(scope);
    };
  }

  /// The flag as it was just stored, with what is odd about it.
  private Response saved(int status, Scope scope, Entry entry) {
    List<Warning> warnings = Warnings.of(entry.flag(), reads.emptySegments(scope, entry.flag()));
    return Response.json(status, ValueWriter.bytes(EntryShape.writeSaved(entry, warnings)))
        .with("ETag", Conditional.tag(entry.version()));
  }

  private static Response answer(int status, Entry entry) {
    return Response.json(status, ValueWriter.bytes(EntryShape.write(entry)))
        .with("ETag", Conditional.tag(entry.version()));
  }

  @FunctionalInterface
  private interface Edit {
    Saved in(Scope scope, String key, Expected expected);
  }
}
