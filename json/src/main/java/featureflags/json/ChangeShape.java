package featureflags.json;

import featureflags.catalog.Change;
import featureflags.catalog.ChangeRecord;
import featureflags.catalog.Entry;
import featureflags.engine.Value;
import java.nio.charset.StandardCharsets;

/// The change trail.
public final class ChangeShape {
  private ChangeShape() {}

  /// The kind of a change.
  public static String kind(Change change) {
    return switch (change) {
      case Change.Created _ -> "created";
      case Change.Updated _ -> "updated";
      case Change.Archived _ -> "archived";
      case Change.Restored _ -> "restored";
    };
  }

  /// The flag before the change as JSON; `null` for the first version.
  public static String before(Change change) {
    return switch (change) {
      case Change.Created _ -> "null";
      case Change.Updated(var before, _) -> text(before);
      case Change.Archived(var before, _) -> text(before);
      case Change.Restored(var before, _) -> text(before);
    };
  }

  /// The flag after the change as JSON.
  public static String after(Change change) {
    return text(change.after());
  }

  private static String text(Entry entry) {
    return ValueWriter.text(EntryShape.write(entry));
  }

  /// Writes a line of the trail.
  public static Value trail(ChangeRecord change) {
    return new Members()
        .put("id", change.id())
        .put("time", change.time())
        .put("actor", change.author().actor())
        .put("requestId", change.author().requestId())
        .put("kind", change.kind())
        .put("version", change.version())
        .put("before", stored(change.before()))
        .put("after", stored(change.after()))
        .build();
  }

  private static Value stored(String document) {
    return ValueReader.readStored(document.getBytes(StandardCharsets.UTF_8));
  }
}
