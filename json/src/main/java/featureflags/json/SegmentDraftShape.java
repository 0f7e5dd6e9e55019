package featureflags.json;

import featureflags.catalog.SegmentDraft;
import featureflags.engine.Condition;
import featureflags.engine.Flag;
import featureflags.engine.Segment;
import featureflags.engine.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A segment as a person writes it, without its lists.
public final class SegmentDraftShape {
  private static final int MAX_NAME = 256;
  private static final int MAX_DESCRIPTION = 8_192;

  /// What the engine adds to a segment: taken back without a word, so that an answer can be edited
  /// and sent as it is.
  private static final List<String> READ_ONLY = List.of("version", "createdAt", "updatedAt");

  private SegmentDraftShape() {}

  /// Reads a new segment; what is absent has its default.
  ///
  /// @throws InvalidDocument with everything that is wrong
  public static SegmentDraft read(Value document) {
    var violations = new Violations();
    Storability.check(document, "", violations);
    var fields = Fields.of(document, "", violations);
    READ_ONLY.forEach(fields::has);
    refuseKeys(fields, "included");
    refuseKeys(fields, "excluded");
    return read(fields);
  }

  /// An answer says how many keys a list has, which is taken back; the keys themselves go another
  /// way.
  private static void refuseKeys(Fields fields, String list) {
    if (fields.has(list) && !(fields.value(list) instanceof Value.Structure)) {
      fields.wrong(list, "keys are not sent with the segment, but as lines to its list", "");
    }
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
