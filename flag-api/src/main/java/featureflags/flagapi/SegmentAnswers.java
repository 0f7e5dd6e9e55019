package featureflags.flagapi;

import featureflags.catalog.Scope;
import featureflags.catalog.SegmentEntry;
import featureflags.chassis.Problem;
import featureflags.chassis.Refusal;
import featureflags.chassis.Request;
import featureflags.chassis.Response;
import featureflags.engine.Key;
import featureflags.json.SegmentEntryShape;
import featureflags.json.ValueWriter;
import featureflags.postgres.SegmentStore;

/// What the routes of segments and of their lists say alike.
final class SegmentAnswers {
  private SegmentAnswers() {}

  static Response answer(int status, SegmentEntry entry) {
    return Response.json(status, ValueWriter.bytes(SegmentEntryShape.write(entry)))
        .with("ETag", Conditional.tag(entry.version()));
  }

  /// The segment's key in the path. One that can be no key names no segment.
  static String key(Request request) {
    String key = request.parameter("key");
    if (!Key.valid(key)) {
      throw noSegment(key);
    }
    return key;
  }

  static Refusal missing(SegmentStore store, Scope scope, String key) {
    return store.exists(scope) ? noSegment(key) : Asked.noScope(scope);
  }

  private static Refusal noSegment(String key) {
    return new Refusal(
        Problem.of(
            "segment-not-found",
            404,
            "There is no such segment",
            "there is no segment '%s' in this environment".formatted(key)));
  }
}
