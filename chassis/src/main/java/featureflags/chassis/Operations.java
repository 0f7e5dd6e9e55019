package featureflags.chassis;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// The routes by which a cluster looks after a service: `/health`, `/ready`, `/metrics`.
public final class Operations {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private Operations() {}

  /// `GET /health` (200 while the process can answer at all), `GET /ready` (200 or 503, each check
  /// by name) and `GET /metrics`. When every check is instant, `/ready` needs no thread of its own.
  public static Routes routes(Readiness readiness, Metrics metrics) {
    Response healthy = Response.json(200, "{\"status\":\"ok\"}".getBytes(StandardCharsets.UTF_8));
    Routes.Builder routes =
        Routes.builder()
            .onLoop("GET", "/health", _ -> healthy)
            .blocking("GET", "/metrics", _ -> figures(metrics));
    Handler ready = _ -> ready(readiness);
    return readiness.isInstant()
        ? routes.onLoop("GET", "/ready", ready).build()
        : routes.blocking("GET", "/ready", ready).build();
  }

  private static Response figures(Metrics metrics) {
    return Response.text(200, METRICS_TYPE, metrics.scrape().getBytes(StandardCharsets.UTF_8));
  }

  private static Response ready(Readiness readiness) {
    Readiness.Report report = readiness.report();
    String status = report.ready() ? "ready" : readiness.isDraining() ? "draining" : "not ready";
    return Response.json(report.ready() ? 200 : 503, document(status, report))
        .with("Cache-Control", "no-store");
  }

  private static byte[] document(String status, Readiness.Report report) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.writeStartObject();
      json.writeStringProperty("status", status);
      json.writeObjectPropertyStart("checks");
      new TreeMap<>(report.checks()).forEach(json::writeStringProperty);
      json.writeEndObject();
      new TreeMap<>(report.notes()).forEach(json::writeStringProperty);
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }
}
