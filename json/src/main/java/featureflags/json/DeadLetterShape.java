package featureflags.json;

import featureflags.catalog.DeadLetter;
import featureflags.engine.Value;

/// Entries of the evaluation stream that could not be stored.
public final class DeadLetterShape {
  private DeadLetterShape() {}

  /// Writes one.
  public static Value write(DeadLetter letter) {
    return new Members()
        .put("id", letter.id())
        .put("time", letter.time())
        .put("streamId", letter.streamId())
        .put("error", letter.error())
        .put("size", letter.size())
        .build();
  }

  /// Writes what became of one that was put into the stream again.
  public static Value replayed(long id, String streamId) {
    return new Members().put("id", id).put("streamId", streamId).build();
  }
}
