package featureflags.flagapi;

import featureflags.catalog.ChangeRecord;
import featureflags.catalog.Changed;
import featureflags.catalog.EvaluationEvent;
import featureflags.catalog.Page;
import featureflags.catalog.Reconsidered;
import featureflags.catalog.Scope;
import featureflags.chassis.Refusal;
import featureflags.chassis.Request;
import featureflags.chassis.Response;
import featureflags.chassis.Routes;
import featureflags.engine.Context;
import featureflags.engine.Decision;
import featureflags.engine.Flag;
import featureflags.engine.Ruleset;
import featureflags.engine.Value;
import featureflags.json.EntryShape;
import featureflags.json.EventShape;
import featureflags.json.InvalidDocument;
import featureflags.json.PageShape;
import featureflags.json.ValueReader;
import featureflags.json.ValueWriter;
import featureflags.postgres.ChangeTrail;
import featureflags.postgres.Documents;
import featureflags.postgres.EvaluationTrail;
import featureflags.postgres.EvaluationTrail.Position;
import featureflags.postgres.FlagStore;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Looks back on a subject: what it got of every flag, and why.
final class SubjectRoutes {
  private final FlagStore store;
  private final EvaluationTrail evaluations;
  private final ChangeTrail changes;
  private final Documents documents;

  SubjectRoutes(
      FlagStore store, EvaluationTrail evaluations, ChangeTrail changes, Documents documents) {
    this.store = store;
    this.evaluations = evaluations;
    this.changes = changes;
    this.documents = documents;
  }

  Routes routes() {
    return Routes.builder()
        .blocking("GET", "/subjects/{subject}/evaluations", this::evaluations)
        .build();
  }

  private Response evaluations(Request request) {
    var parameters = Parameters.of(request, "at", "from", "to", "cursor", "limit");
    Scope scope = Asked.scope(request);
    String subject = request.parameter("subject");
    Value page =
        parameters
            .time("at")
            .map(at -> at(parameters, scope, subject, at))
            .orElseGet(() -> page(parameters, scope, subject));
    if (!store.exists(scope)) {
      throw Asked.noScope(scope);
    }
    return Response.json(200, ValueWriter.bytes(page));
  }

  private Value page(Parameters parameters, Scope scope, String subject) {
    Page<EvaluationEvent> page =
        evaluations.ofSubject(
            scope,
            subject,
            parameters.range(),
            Cursor.place(parameters, EventPlace::read, Position.NEWEST),
            parameters.limit());
    String next = page.more() ? Cursor.of(EventPlace.text(page.items().getLast())) : "";
    return PageShape.write(page.items().stream().map(EventShape::writeOfSubject).toList(), next);
  }

  private Value at(Parameters parameters, Scope scope, String subject, Instant at) {
    for (String other : List.of("from", "to")) {
      if (parameters.text(other).isPresent()) {
        throw Refusal.badRequest("at goes without %s: it asks for one time".formatted(other));
      }
    }
    Page<EvaluationEvent> page =
        evaluations.ofSubjectAt(scope, subject, at, Cursor.key(parameters), parameters.limit());
    var past = new PastDocuments(changes, documents, scope, subject);
    return PageShape.write(
        page.items().stream()
            .map(event -> EventShape.writeOfSubject(event, again(event, past.at(event.time()))))
            .toList(),
        page.more() ? Cursor.of(page.items().getLast().flag()) : "");
  }

  /// What the version that decided decides about what the trail keeps of the context, among the
  /// flags and segments of that time.
  private Optional<Reconsidered> again(EvaluationEvent event, PastDocuments.Moment moment) {
    return changes
        .change(event.scope(), Changed.FLAG, event.flag(), event.version())
        .flatMap(SubjectRoutes::flag)
        .map(flag -> again(event, flag, moment));
  }

  private static Reconsidered again(EvaluationEvent event, Flag flag, PastDocuments.Moment moment) {
    Context context = context(event);
    Ruleset ruleset = Surroundings.of(flag, context, moment::find);
    Decision decision = ruleset.flag(flag.key()).orElseThrow().evaluate(context, ruleset);
    return new Reconsidered(decision, moment.unsure());
  }

  /// The flag that a change left; empty when an engine wrote it that knew more than this one.
  private static Optional<Flag> flag(ChangeRecord change) {
    try {
      return Optional.of(EntryShape.read(ValueReader.readStored(change.after())).flag());
    } catch (InvalidDocument _) {
      return Optional.empty();
    }
  }

  private static Context context(EvaluationEvent event) {
    Map<String, Value> attributes = new HashMap<>(event.attributes());
    if (!event.subject().isEmpty()) {
      attributes.put(Context.TARGETING_KEY, new Value.Text(event.subject()));
    }
    return Context.of(attributes);
  }
}
