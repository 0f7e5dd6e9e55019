package featureflags.json;

import featureflags.catalog.Author;
import featureflags.catalog.Change;
import featureflags.catalog.ChangeRecord;
import featureflags.catalog.Changed;
import featureflags.catalog.Entry;
import featureflags.catalog.Scope;
import featureflags.catalog.TrailEntry;
import featureflags.engine.Value;
import java.util.List;

/// The change trail.
public final class ChangeShape {
  /// The kind of a change that made another definition.
  public static final String UPDATED = "updated";

  private static final String ARCHIVED = "archived";

  private ChangeShape() {}

  /// The kind of a change.
  public static String kind(Change change) {
    return switch (change) {
      case Change.Created _ -> "created";
      case Change.Updated _ -> UPDATED;
      case Change.Archived _ -> ARCHIVED;
      case Change.Restored _ -> "restored";
    };
  }

  /// Whether the flag or segment was in use after a change.
  public static boolean leavesInUse(ChangeRecord change) {
    return !change.kind().equals(ARCHIVED) && !change.kind().equals(SegmentChangeShape.DELETED);
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

  /// What was done to the flag as a JSON array of instructions; empty unless it was updated.
  public static String instructions(Change change) {
    List<Instruction> instructions =
        switch (change) {
          case Change.Updated(var before, var after) ->
              Instructions.between(before.draft(), after.draft());
          case Change.Created _, Change.Archived _, Change.Restored _ -> List.of();
        };
    return ValueWriter.text(Instructions.write(instructions));
  }

  /// What is recorded of a change.
  public static ChangeRecord record(Scope scope, Change change, Author author) {
    return new ChangeRecord(
        change.after().updatedAt(),
        scope,
        Changed.FLAG,
        change.after().flag().key(),
        author,
        kind(change),
        change.after().version(),
        instructions(change),
        before(change),
        after(change));
  }

  private static String text(Entry entry) {
    return ValueWriter.text(EntryShape.write(entry));
  }

  /// Writes a line of a flag's trail.
  public static Value trail(TrailEntry entry) {
    ChangeRecord change = entry.change();
    return members(new Members().put("id", entry.position()), change).build();
  }

  static Members members(Members line, ChangeRecord change) {
    Value instructions = ValueReader.readStored(change.instructions());
    return line.put("time", change.time())
        .put("actor", change.author().actor())
        .put("requestId", change.author().requestId())
        .put("kind", change.kind())
        .put("version", change.version())
        .putOrNull("comment", change.author().comment())
        .putTexts("summary", summary(change.kind(), instructions))
        .put("instructions", instructions)
        .put("before", ValueReader.readStored(change.before()))
        .put("after", ValueReader.readStored(change.after()));
  }

  /// What was done, in words: of an update what its instructions say, of any other change that it
  /// was made.
  private static List<String> summary(String kind, Value instructions) {
    return kind.equals(UPDATED) ? Instructions.words(instructions) : List.of(kind + " the flag");
  }
}
