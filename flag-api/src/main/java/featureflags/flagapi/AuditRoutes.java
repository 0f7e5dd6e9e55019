package featureflags.flagapi;

import featureflags.catalog.Changed;
import featureflags.catalog.EvaluationEvent;
import featureflags.catalog.Page;
import featureflags.catalog.Scope;
import featureflags.catalog.TrailEntry;
import featureflags.chassis.Request;
import featureflags.chassis.Response;
import featureflags.chassis.Routes;
import featureflags.engine.Value;
import featureflags.json.ChangeShape;
import featureflags.json.EventShape;
import featureflags.json.PageShape;
import featureflags.json.ValueWriter;
import featureflags.postgres.ChangeTrail;
import featureflags.postgres.EvaluationTrail;
import featureflags.postgres.EvaluationTrail.Position;
import featureflags.postgres.FlagStore;
import featureflags.postgres.TimeRange;
import java.util.List;

/// Looks back on a flag: who changed it, and who got what.
final class AuditRoutes {
  private final FlagStore store;
  private final ChangeTrail changes;
  private final EvaluationTrail evaluations;

  AuditRoutes(FlagStore store, ChangeTrail changes, EvaluationTrail evaluations) {
    this.store = store;
    this.changes = changes;
    this.evaluations = evaluations;
  }

  Routes routes() {
    return Routes.builder().blocking("GET", "/flags/{key}/audit", this::audit).build();
  }

  private Response audit(Request request) {
    var parameters = Parameters.of(request, "type", "from", "to", "cursor", "limit");
    Scope scope = Asked.scope(request);
    String key = Asked.flagKey(request);
    String type = parameters.oneOf("type", List.of("change", "evaluation"));
    TimeRange range = parameters.range();
    int limit = parameters.limit();
    Value page =
        type.equals("change")
            ? changes(
                scope, key, range, Cursor.place(parameters, Long::valueOf, Long.MAX_VALUE), limit)
            : evaluations(
                scope,
                key,
                range,
                Cursor.place(parameters, EventPlace::read, Position.NEWEST),
                limit);
    if (!store.knows(scope, key)) {
      throw store.exists(scope) ? Asked.noFlag(key) : Asked.noScope(scope);
    }
    return Response.json(200, ValueWriter.bytes(page));
  }

  private Value changes(Scope scope, String key, TimeRange range, long before, int limit) {
    Page<TrailEntry> page = changes.page(scope, Changed.FLAG, key, range, before, limit);
    String next = page.more() ? Cursor.of(Long.toString(page.items().getLast().position())) : "";
    return PageShape.write(page.items().stream().map(ChangeShape::trail).toList(), next);
  }

  private Value evaluations(Scope scope, String key, TimeRange range, Position before, int limit) {
    Page<EvaluationEvent> page = evaluations.page(scope, key, range, before, limit);
    String next = page.more() ? Cursor.of(EventPlace.text(page.items().getLast())) : "";
    return PageShape.write(page.items().stream().map(EventShape::write).toList(), next);
  }
}
