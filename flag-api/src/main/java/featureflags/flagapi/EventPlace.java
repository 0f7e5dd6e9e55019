package featureflags.flagapi;

import featureflags.catalog.EvaluationEvent;
import featureflags.postgres.EvaluationTrail.Position;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.UUID;

/// A place in a list of evaluations, as a [Cursor] carries it.
final class EventPlace {
  private EventPlace() {}

  static String text(EvaluationEvent event) {
    return event.time() + " " + event.id();
  }

  /// @throws IllegalArgumentException when the text is none of ours
  static Position read(String text) {
    String[] parts = text.split(" ", -1);
    if (parts.length != 2) {
      throw new IllegalArgumentException(text);
    }
    try {
      return new Position(Instant.parse(parts[0]), UUID.fromString(parts[1]));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
