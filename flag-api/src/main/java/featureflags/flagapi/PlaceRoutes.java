package featureflags.flagapi;

import featureflags.catalog.Page;
import featureflags.catalog.Place;
import featureflags.catalog.Scope;
import featureflags.chassis.Refusal;
import featureflags.chassis.Request;
import featureflags.chassis.Response;
import featureflags.chassis.Routes;
import featureflags.json.PageShape;
import featureflags.json.PlaceShape;
import featureflags.json.ValueReader;
import featureflags.json.ValueWriter;
import featureflags.postgres.Places;
import featureflags.postgres.Places.Added;
import java.util.function.Consumer;

/// Projects and their environments.
final class PlaceRoutes {
  private final Places places;
  private final Consumer<Scope> committed;

  /// @param committed told of each environment that was made
  PlaceRoutes(Places places, Consumer<Scope> committed) {
    this.places = places;
    this.committed = committed;
  }

  Routes routes() {
    return Routes.builder()
        .blocking("GET", "/projects", this::projects)
        .blocking("POST", "/projects", this::addProject)
        .blocking("GET", "/projects/{project}/environments", this::environments)
        .blocking("POST", "/projects/{project}/environments", this::addEnvironment)
        .build();
  }

  private Response projects(Request request) {
    var parameters = Parameters.of(request, "cursor", "limit");
    return page(places.projects(Cursor.key(parameters), parameters.limit()));
  }

  private Response environments(Request request) {
    var parameters = Parameters.of(request, "cursor", "limit");
    String project = Asked.project(request);
    return page(
        places
            .environments(project, Cursor.key(parameters), parameters.limit())
            .orElseThrow(() -> Asked.noProject(project)));
  }

  private Response addProject(Request request) {
    Parameters.of(request);
    Asked.refuseOtherSites(request);
    var wanted = PlaceShape.read(ValueReader.read(request.body()));
    return added(request, wanted.key(), "", "environments", places.addProject(wanted));
  }

  private Response addEnvironment(Request request) {
    Parameters.of(request);
    Asked.refuseOtherSites(request);
    String project = Asked.project(request);
    var wanted = PlaceShape.read(ValueReader.read(request.body()));
    Added added = places.addEnvironment(project, wanted);
    if (added instanceof Added.Done(Place place)) {
      committed.accept(new Scope(project, place.key()));
    }
    return added(request, wanted.key(), project, "flags", added);
  }

  /// @param content what the place holds: its `Location`, for a place has no page of its own
  private static Response added(
      Request request, String key, String project, String content, Added added) {
    return switch (added) {
      case Added.Done(Place place) ->
          Response.json(201, ValueWriter.bytes(PlaceShape.write(place)))
              .with("Location", "%s/%s/%s".formatted(request.path(), place.key(), content));
      case Added.Taken() -> throw Refusal.conflict("the key '%s' is taken".formatted(key));
      case Added.NoProject() -> throw Asked.noProject(project);
    };
  }

  private static Response page(Page<Place> page) {
    String next = page.more() ? Cursor.of(page.items().getLast().key()) : "";
    return Response.json(
        200,
        ValueWriter.bytes(
            PageShape.write(page.items().stream().map(PlaceShape::write).toList(), next)));
  }
}
