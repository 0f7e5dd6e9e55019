package featureflags.json;

import featureflags.catalog.ListedKey;
import featureflags.catalog.ListedKeys;
import featureflags.catalog.SegmentDraft;
import featureflags.catalog.SegmentList;
import featureflags.engine.Condition;
import featureflags.engine.Flag;
import featureflags.engine.Segment;
import featureflags.engine.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A segment as a person writes it; its keys may be sent along, or as lines to its lists.
public final class SegmentDraftShape {
  private static final int MAX_NAME = 256;
  private static final int MAX_DESCRIPTION = 8_192;

  /// What the engine adds to a segment: taken back without a word, so that an answer can be edited
  /// and sent as it is.
  private static final List<String> READ_ONLY = List.of("version", "createdAt", "updatedAt");

  private static final List<SegmentList> LISTS = List.of(SegmentList.values());

  private SegmentDraftShape() {}

  /// Reads a new segment; what is absent has its default.
  ///
  /// @throws InvalidDocument with everything that is wrong
  public static SegmentDraft read(Value document) {
    var violations = new Violations();
    Storability.check(document, "", violations);
    var fields = Fields.of(document, "", violations);
    READ_ONLY.forEach(fields::has);
    LISTS.forEach(list -> checkKeys(fields, Names.of(list)));
    return read(fields);
  }

  /// Reads the keys that are sent along with a segment: the lists that are there, each whole. What
  /// an answer says of a list, its size, is no list.
  ///
  /// @param document one that [#read] or [#readEdit] takes
  public static List<ListedKeys> readKeys(Value document) {
    var listed = new ArrayList<ListedKeys>();
    if (document instanceof Value.Structure(Map<String, Value> fields)) {
      for (SegmentList list : LISTS) {
        if (fields.get(Names.of(list)) instanceof Value.Items(List<Value> keys)) {
          listed.add(new ListedKeys(list, texts(keys)));
        }
      }
    }
    return listed;
  }

  private static List<String> texts(List<Value> keys) {
    var texts = new ArrayList<String>();
    for (Value key : keys) {
      if (key instanceof Value.Text(String text)) {
        texts.add(text);
      }
    }
    return texts;
  }

  private static void checkKeys(Fields fields, String list) {
    if (!fields.has(list) || fields.value(list) instanceof Value.Structure) {
      return;
    }
    fields.each(
        list,
        Segment.MAX_KEYS,
        (value, pointer) -> {
          if (value instanceof Value.Text(String key)) {
            ListedKey.flaw(key).ifPresent(flaw -> fields.violations().add(pointer, flaw));
          } else {
            fields.violations().add(pointer, "must be a text, not " + Fields.kind(value));
          }
        });
  }

  /// Reads an edit of a segment: a field that is absent keeps its value, one that is null is
  /// cleared.
  ///
  /// @throws InvalidDocument with everything that is wrong
  public static SegmentDraft readEdit(SegmentDraft current, Value document) {
    if (!(document instanceof Value.Structure(Map<String, Value> edits))) {
      return read(document);
    }
    var merged = new LinkedHashMap<>(write(current).build().fields());
    merged.putAll(edits);
    SegmentDraft edited = read(new Value.Structure(merged));
    if (!edited.key().equals(current.key())) {
      throw new InvalidDocument(
          "/key",
          "is '%s', but the segment's key is '%s' and a key never changes"
              .formatted(edited.key(), current.key()));
    }
    return edited;
  }

  /// Reads the draft among the fields that are left, and refuses any other.
  static SegmentDraft read(Fields fields) {
    String key = fields.requiredKey("key");
    String name = fields.text("name", key, MAX_NAME);
    String description = fields.text("description", "", MAX_DESCRIPTION);
    Condition when = fields.has("when") ? ConditionShape.read(fields, "when") : Condition.NOBODY;
    Segment.flaw(when)
        .or(() -> Flag.flaw(Flag.patterns(when)))
        .ifPresent(flaw -> fields.wrong("when", flaw, ""));
    fields.refuseOthers();
    fields.violations().check();
    return new SegmentDraft(key, name, description, when);
  }

  static Members write(SegmentDraft draft) {
    boolean lists = draft.when().equals(Condition.NOBODY);
    return new Members()
        .put("key", draft.key())
        .put("name", draft.name())
        .put("description", draft.description())
        .put("when", lists ? new Value.Nothing() : ConditionShape.write(draft.when()));
  }
}
