package featureflags.flagapi;

import featureflags.catalog.DeadLetter;
import featureflags.catalog.Page;
import featureflags.chassis.Refusal;
import featureflags.chassis.Request;
import featureflags.chassis.Response;
import featureflags.chassis.Routes;
import featureflags.json.DeadLetterShape;
import featureflags.json.PageShape;
import featureflags.json.ValueWriter;
import featureflags.postgres.DeadLetters;
import featureflags.redis.EvaluationStream;

/// Entries of the evaluation stream that could not be stored: to look at, and to try again once
/// their reason is mended.
final class DeadLetterRoutes {
  private static final String ENTRY = "application/octet-stream";

  private final DeadLetters letters;
  private final EvaluationStream stream;

  DeadLetterRoutes(DeadLetters letters, EvaluationStream stream) {
    this.letters = letters;
    this.stream = stream;
  }

  Routes routes() {
    return Routes.builder()
        .blocking("GET", "/dead-letters", this::page)
        .blocking("GET", "/dead-letters/{id}/entry", this::entry)
        .blocking("POST", "/dead-letters/{id}/replay", this::replay)
        .build();
  }

  private Response page(Request request) {
    var parameters = Parameters.of(request, "cursor", "limit");
    Page<DeadLetter> page =
        letters.page(Cursor.place(parameters, Long::valueOf, Long.MAX_VALUE), parameters.limit());
    String next = page.more() ? Cursor.of(Long.toString(page.items().getLast().id())) : "";
    return Response.json(
        200,
        ValueWriter.bytes(
            PageShape.write(page.items().stream().map(DeadLetterShape::write).toList(), next)));
  }

  private Response entry(Request request) {
    Parameters.of(request);
    return Response.text(200, ENTRY, content(id(request)));
  }

  /// The stream has the entry before the letter goes. Where only the first happens it is in both,
  /// and storing its events again changes nothing.
  private Response replay(Request request) {
    Parameters.of(request);
    Asked.refuseOtherSites(request);
    long id = id(request);
    String streamId = stream.add(content(id));
    letters.remove(id);
    return Response.json(200, ValueWriter.bytes(DeadLetterShape.replayed(id, streamId)));
  }

  private byte[] content(long id) {
    return letters.entry(id).orElseThrow(() -> missing(Long.toString(id)));
  }

  private static long id(Request request) {
    String id = request.parameter("id");
    try {
      return Long.parseLong(id);
    } catch (NumberFormatException _) {
      throw missing(id);
    }
  }

  private static Refusal missing(String id) {
    return Refusal.notFound("dead letter '%s'".formatted(id));
  }
}
