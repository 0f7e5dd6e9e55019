package featureflags.flagapi;

import featureflags.catalog.Changed;
import featureflags.catalog.Page;
import featureflags.catalog.TrailEntry;
import featureflags.chassis.Refusal;
import featureflags.chassis.Request;
import featureflags.chassis.Response;
import featureflags.chassis.Routes;
import featureflags.json.PageShape;
import featureflags.json.TrailLine;
import featureflags.json.TrailShape;
import featureflags.json.ValueWriter;
import featureflags.postgres.ChangeTrail;
import featureflags.postgres.ChangeTrail.Filter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/// The change trail of a project: who changed what, and whether it still says what it said.
final class TrailRoutes {
  private static final String NDJSON = "application/x-ndjson";

  private final ChangeTrail trail;

  TrailRoutes(ChangeTrail trail) {
    this.trail = trail;
  }

  Routes routes() {
    return Routes.builder()
        .blocking("GET", "/audit", this::page)
        .blocking("GET", "/audit/export", this::export)
        .blocking("GET", "/audit/verify", this::verify)
        .build();
  }

  private Response page(Request request) {
    var parameters =
        Parameters.of(
            request,
            "environment",
            "actor",
            "kind",
            "flag",
            "segment",
            "from",
            "to",
            "cursor",
            "limit");
    String project = Asked.project(request);
    Page<TrailEntry> page =
        trail.page(
            project,
            filter(parameters),
            parameters.range(),
            Cursor.place(parameters, Long::valueOf, Long.MAX_VALUE),
            parameters.limit());
    if (page.items().isEmpty()) {
      refuseUnknown(project);
    }
    String next = page.more() ? Cursor.of(Long.toString(page.items().getLast().position())) : "";
    return Response.json(
        200,
        ValueWriter.bytes(
            PageShape.write(page.items().stream().map(TrailShape::write).toList(), next)));
  }

  private static Filter filter(Parameters parameters) {
    Optional<String> flag = parameters.text("flag");
    Optional<String> segment = parameters.text("segment");
    if (flag.isPresent() && segment.isPresent()) {
      throw Refusal.badRequest("ask for a flag or for a segment, not for both");
    }
    return new Filter(
        parameters.text("environment").orElse(""),
        parameters.text("actor").orElse(""),
        parameters.text("kind").orElse(""),
        segment.isPresent() ? Changed.SEGMENT : Changed.FLAG,
        flag.or(() -> segment).orElse(""));
  }

  private Response export(Request request) {
    Parameters.of(request);
    String project = Asked.project(request);
    refuseUnknown(project);
    return Response.streaming(200, NDJSON, body -> write(project, body));
  }

  private void write(String project, OutputStream body) throws IOException {
    try {
      trail.each(
          project,
          entry -> {
            try {
              body.write(TrailLine.write(entry));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw new IOException(e); // the client's business, told as one of its own
    }
  }

  private Response verify(Request request) {
    Parameters.of(request);
    String project = Asked.project(request);
    return trail
        .verify(project)
        .map(verdict -> Response.json(200, ValueWriter.bytes(TrailShape.write(project, verdict))))
        .orElseThrow(() -> Asked.noProject(project));
  }

  private void refuseUnknown(String project) {
    if (!trail.exists(project)) {
      throw Asked.noProject(project);
    }
  }
}
