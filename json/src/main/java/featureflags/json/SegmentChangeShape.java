package featureflags.json;

import featureflags.catalog.Author;
import featureflags.catalog.ChangeRecord;
import featureflags.catalog.Changed;
import featureflags.catalog.ListEdit;
import featureflags.catalog.ListHistory.Step;
import featureflags.catalog.Scope;
import featureflags.catalog.SegmentChange;
import featureflags.catalog.SegmentEntry;
import featureflags.catalog.SegmentList;
import featureflags.catalog.TrailEntry;
import featureflags.engine.Key;
import featureflags.engine.SubjectSet;
import featureflags.engine.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The change trail of segments.
public final class SegmentChangeShape {
  /// The kind of a change that left no segment.
  static final String DELETED = "deleted";

  private SegmentChangeShape() {}

  /// The kind of a change.
  public static String kind(SegmentChange change) {
    return switch (change) {
      case SegmentChange.Created _ -> "created";
      case SegmentChange.Updated _, SegmentChange.Listed _ -> "updated";
      case SegmentChange.Deleted _ -> DELETED;
    };
  }

  /// The segment before the change as JSON; `null` where there was none.
  public static String before(SegmentChange change) {
    return switch (change) {
      case SegmentChange.Created _ -> "null";
      case SegmentChange.Updated(var before, _) -> text(before);
      case SegmentChange.Listed(var before, _, _) -> text(before);
      case SegmentChange.Deleted(var before, _) -> text(before);
    };
  }

  /// The segment after the change as JSON; `null` where there is none.
  public static String after(SegmentChange change) {
    return switch (change) {
      case SegmentChange.Kept kept -> text(kept.after());
      case SegmentChange.Deleted _ -> "null";
    };
  }

  private static String text(SegmentEntry entry) {
    return ValueWriter.text(SegmentEntryShape.write(entry));
  }

  /// What the change did to the lists, as JSON.
  public static String instructions(SegmentChange change) {
    List<Value> instructions =
        switch (change) {
          case SegmentChange.Listed(_, _, ListEdit edit) -> List.of(write(edit));
          case SegmentChange.Created _, SegmentChange.Updated _, SegmentChange.Deleted _ ->
              List.of();
        };
    return ValueWriter.text(new Value.Items(instructions));
  }

  private static Value write(ListEdit edit) {
    String kind =
        switch (edit.kind()) {
          case ADD -> "addKeys";
          case REMOVE -> "removeKeys";
          case REPLACE -> "replaceKeys";
        };
    return new Members()
        .put("kind", kind)
        .put("list", Names.of(edit.list()))
        .put("count", edit.count())
        .putTexts("keys", edit.sample())
        .build();
  }

  /// What a change that was recorded did to the lists; nothing when it was another definition.
  public static List<Step> steps(Instant time, String kind, String instructions) {
    return switch (kind) {
      case "created", DELETED -> List.of(new Step.Emptied(time));
      default -> edits(time, instructions); // whatever a later engine may call it
    };
  }

  private static List<Step> edits(Instant time, String instructions) {
    try {
      return listEdits(instructions).stream()
          .<Step>map(edit -> new Step.Edited(time, edit))
          .toList();
    } catch (InvalidDocument _) {
      return List.of(new Step.Unreadable(time));
    }
  }

  private static List<ListEdit> listEdits(String instructions) {
    var violations = new Violations();
    var edits = new ArrayList<ListEdit>();
    if (ValueReader.readStored(instructions) instanceof Value.Items(List<Value> items)) {
      for (int i = 0; i < items.size(); i++) {
        edits.add(readEdit(Fields.of(items.get(i), Violations.at("", i), violations)));
      }
    }
    violations.check();
    return edits;
  }

  private static ListEdit readEdit(Fields fields) {
    ListEdit.Kind kind =
        switch (fields.requiredText("kind", Key.MAX_LENGTH)) {
          case "addKeys" -> ListEdit.Kind.ADD;
          case "removeKeys" -> ListEdit.Kind.REMOVE;
          case "replaceKeys" -> ListEdit.Kind.REPLACE;
          default -> fields.wrong("kind", "is no edit of a list", ListEdit.Kind.REPLACE);
        };
    SegmentList list =
        Names.list(fields.requiredText("list", Key.MAX_LENGTH))
            .orElseGet(() -> fields.wrong("list", "is no list", SegmentList.INCLUDED));
    List<String> keys = fields.texts("keys", ListEdit.SAMPLE, SubjectSet.MAX_KEY_LENGTH);
    int count = fields.integer("count", -1);
    if (count < keys.size()) {
      fields.wrong("count", "is missing, or less than the keys", "");
    }
    return new ListEdit(kind, list, count, keys);
  }

  /// What is recorded of a change.
  public static ChangeRecord record(Scope scope, SegmentChange change, Author author) {
    return new ChangeRecord(
        change.time(),
        scope,
        Changed.SEGMENT,
        change.key(),
        author,
        kind(change),
        change.version(),
        instructions(change),
        before(change),
        after(change));
  }

  /// Writes a line of a segment's trail.
  public static Value trail(TrailEntry entry) {
    return members(new Members().put("id", entry.position()), entry.change()).build();
  }

  static Members members(Members line, ChangeRecord change) {
    return line.put("time", change.time())
        .put("actor", change.author().actor())
        .put("requestId", change.author().requestId())
        .put("kind", change.kind())
        .put("version", change.version())
        .put("before", ValueReader.readStored(change.before()))
        .put("after", ValueReader.readStored(change.after()))
        .put("instructions", ValueReader.readStored(change.instructions()));
  }
}
