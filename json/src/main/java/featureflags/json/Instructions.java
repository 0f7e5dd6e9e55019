package featureflags.json;

import featureflags.catalog.Draft;
import featureflags.engine.Value;
import java.util.ArrayList;
import java.util.List;

/// What somebody asks to be done to a flag, all or none of it: `{"instructions": [{"kind": …}, …],
/// "comment": …}`.
///
/// @param list followed one after the other
/// @param comment what is said about it; may be empty
public record Instructions(List<Instruction> list, String comment) {
  private static final int MAX_INSTRUCTIONS = 100;
  private static final int MAX_COMMENT = 1_024;

  /// Copies the list.
  public Instructions {
    list = List.copyOf(list);
  }

  /// Reads what somebody sent.
  ///
  /// @throws InvalidDocument with everything that is wrong
  public static Instructions read(Value document) {
    var violations = new Violations();
    Storability.check(document, "", violations);
    var fields = Fields.of(document, "", violations);
    var list = new ArrayList<Instruction>();
    fields.each(
        "instructions",
        MAX_INSTRUCTIONS,
        (value, pointer) ->
            InstructionShape.read(Fields.of(value, pointer, violations)).ifPresent(list::add));
    Value given = fields.value("instructions");
    if (given instanceof Value.Nothing || given.equals(new Value.Items(List.of()))) {
      fields.wrong("instructions", "is missing or empty; say what is to be done", "");
    }
    String comment = fields.text("comment", "", MAX_COMMENT);
    fields.refuseOthers();
    violations.check();
    return new Instructions(list, comment);
  }

  /// The draft that comes of another when all of these are followed. What comes of some of them
  /// need not be a flag. Splits are led on, so that no more subjects move than must.
  ///
  /// @throws InvalidDocument with everything that is wrong, each at the place of these instructions
  ///   that it comes of
  public Draft apply(Draft current) {
    var violations = new Violations();
    var sketch = Sketch.of(current);
    for (int i = 0; i < list.size(); i++) {
      sketch.apply(list.get(i), new Spot(Violations.at("/instructions", i), violations));
    }
    violations.check();
    try {
      return DraftShape.readEdit(current, sketch.build());
    } catch (InvalidDocument e) {
      throw new InvalidDocument(e.violations().stream().map(sketch::told).toList());
    }
  }

  /// What must be done to one draft to make it another of the same key; nothing when they are
  /// equal, and no more than must be.
  public static List<Instruction> between(Draft before, Draft after) {
    return new DraftDifference(before, after).instructions();
  }

  /// Writes instructions, without what is said about them.
  public static Value.Items write(List<Instruction> list) {
    return new Value.Items(list.stream().<Value>map(InstructionShape::write).toList());
  }

  /// The words for stored instructions; one that this engine cannot read is told by its kind.
  static List<String> words(Value stored) {
    return stored instanceof Value.Items(var values)
        ? values.stream().map(Instructions::wordsOfOne).toList()
        : List.of();
  }

  private static String wordsOfOne(Value stored) {
    var violations = new Violations();
    var fields = Fields.of(stored, "", violations);
    return InstructionShape.read(fields)
        .filter(_ -> violations.none())
        .map(Instruction::words)
        .orElseGet(() ->
            "did '%s', which this engine does not know"
                .formatted(fields.text("kind", "", Integer.MAX_VALUE)));
  }
}
