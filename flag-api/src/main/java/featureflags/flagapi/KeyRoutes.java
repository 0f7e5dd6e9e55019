package featureflags.flagapi;

import featureflags.catalog.Author;
import featureflags.catalog.Scope;
import featureflags.catalog.SegmentEntry;
import featureflags.catalog.SegmentList;
import featureflags.chassis.Refusal;
import featureflags.chassis.Request;
import featureflags.chassis.Response;
import featureflags.chassis.Routes;
import featureflags.chassis.StreamHandler;
import featureflags.json.Names;
import featureflags.postgres.Expected;
import featureflags.postgres.ListName;
import featureflags.postgres.SegmentStore;
import featureflags.postgres.SegmentStore.Listed;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.function.Consumer;

/// The lists of a segment as lines of text, streamed both ways: a key in each line.
final class KeyRoutes {
  /// The largest body of lines: a million keys of 64 characters.
  private static final long MAX_BYTES = 64L * 1024 * 1024;

  private static final String TEXT = "text/plain; charset=utf-8";

  private final SegmentStore store;
  private final Consumer<Scope> committed;

  /// @param committed told of each environment in which a change was committed
  KeyRoutes(SegmentStore store, Consumer<Scope> committed) {
    this.store = store;
    this.committed = committed;
  }

  Routes routes() {
    var routes = Routes.builder();
    for (SegmentList list : SegmentList.values()) {
      String path = "/segments/{key}/" + Names.of(list);
      routes
          .blocking("GET", path, request -> read(request, list))
          .streaming("PUT", path, MAX_BYTES, editing(list, store::replace))
          .streaming("POST", path + "/add", MAX_BYTES, editing(list, store::add))
          .streaming("POST", path + "/remove", MAX_BYTES, editing(list, store::remove));
    }
    return routes.build();
  }

  private Response read(Request request, SegmentList list) {
    Parameters.of(request);
    ListName name = name(request, list);
    SegmentEntry entry =
        store
            .find(name.scope(), name.segment())
            .orElseThrow(() -> SegmentAnswers.missing(store, name.scope(), name.segment()));
    return Response.streaming(200, TEXT, body -> write(name, body))
        .with("ETag", Conditional.tag(entry.version()));
  }

  private void write(ListName list, OutputStream body) throws IOException {
    try {
      store.read(
          list,
          lines -> {
            try {
              body.write(lines.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw new IOException(e); // the client's business, told as one of its own
    }
  }

  private StreamHandler editing(SegmentList list, Edit edit) {
    return (request, body) -> {
      Parameters.of(request);
      ListName name = name(request, list);
      Expected expected = Conditional.expected(request);
      Author author = Asked.author(request);
      if (store.find(name.scope(), name.segment()).isEmpty()) {
        throw SegmentAnswers.missing(store, name.scope(), name.segment());
      }
      return answer(name, edit.in(name, expected, new KeyLines(body), author));
    };
  }

  private Response answer(ListName list, Listed listed) {
    return switch (listed) {
      case Listed.Done(SegmentEntry entry) -> {
        committed.accept(list.scope());
        yield SegmentAnswers.answer(200, entry);
      }
      case Listed.Already(SegmentEntry current) -> SegmentAnswers.answer(200, current);
      case Listed.Stale(SegmentEntry current) ->
          throw Refusal.preconditionFailed(current.version());
      case Listed.TooMany(int limit) ->
          throw Refusal.badRequest(
              "the lists of segment '%s' would have more than %d keys together; nothing was stored"
                  .formatted(list.segment(), limit));
      case Listed.Unfit(long position, String why) ->
          throw Refusal.badRequest(
              "key %d of the body %s; nothing was stored".formatted(position, why));
      case Listed.Missing() -> throw SegmentAnswers.missing(store, list.scope(), list.segment());
    };
  }

  private static ListName name(Request request, SegmentList list) {
    return new ListName(Asked.scope(request), SegmentAnswers.key(request), list);
  }

  /// One of the edits of a list.
  @FunctionalInterface
  private interface Edit {
    Listed in(ListName list, Expected expected, Iterator<String> keys, Author author);
  }
}
