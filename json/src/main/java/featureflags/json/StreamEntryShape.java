package featureflags.json;

import featureflags.catalog.EvaluationCount;
import featureflags.catalog.Evaluations;
import featureflags.catalog.Outcome;
import featureflags.catalog.Recorded;
import featureflags.catalog.Scope;
import featureflags.engine.Key;
import featureflags.engine.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// An entry of the evaluation stream: the evaluations of many requests.
///
/// `{"e": [{"i": id, "t": time, "s": subject, "o": [outcome, ..], "a": attributes}, ..], "d":
/// [{"p": project, "e": environment, "f": flag, "v": version, "n": variant, "r": reason, "u":
/// rule}, ..]}`. The outcomes of flags repeat, so an entry spells each of them once, in `d`, and an
/// evaluation names them by their places there. Where there is one, `o` is its number alone; what
/// is empty is left out.
///
/// Evaluations that a sample rate left out are counted by outcome and minute: `"c": [{"i": id of
/// the first, "t": when the minute began, "o": outcome, "n": how many}, ..]`.
public final class StreamEntryShape {
  /// The years that PostgreSQL and people write alike.
  private static final long FIRST = Instant.parse("0001-01-01T00:00:00Z").toEpochMilli();

  private static final long LAST = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

  private StreamEntryShape() {}

  /// An outcome and where its flag lives.
  record Placed(Scope scope, Outcome outcome) {}

  /// Unpacks an entry.
  ///
  /// @throws InvalidDocument when it is none; nothing of it is returned then
  public static Recorded unpack(byte[] entry) {
    return UsualEntry.read(entry).orElseGet(() -> unpackCarefully(entry));
  }

  static Recorded unpackCarefully(byte[] entry) {
    var violations = new Violations();
    var fields = Fields.of(ValueReader.readStored(entry), "", violations);
    var outcomes = new ArrayList<Placed>();
    fields
        .requiredItems("d")
        .values()
        .forEach(each ->
            outcomes.add(placed(Fields.of(each, at(fields, "d", outcomes.size()), violations))));
    violations.check();
    var requests = new ArrayList<Evaluations>();
    List<Value> packed = fields.requiredItems("e").values();
    for (int i = 0; i < packed.size(); i++) {
      requests.add(read(Fields.of(packed.get(i), at(fields, "e", i), violations), outcomes));
    }
    var counts = new ArrayList<EvaluationCount>();
    List<Value> counted = fields.items("c");
    for (int i = 0; i < counted.size(); i++) {
      counts.add(count(Fields.of(counted.get(i), at(fields, "c", i), violations), outcomes));
    }
    fields.refuseOthers();
    violations.check();
    return new Recorded(requests, counts);
  }

  private static EvaluationCount count(Fields fields, List<Placed> outcomes) {
    UUID id = id(fields);
    Instant minute = time(fields);
    int count = fields.integer("n", 0);
    if (count < 1) {
      fields.wrong("n", "is missing or less than 1", "");
    }
    List<Placed> named = named(fields, outcomes);
    fields.refuseOthers();
    fields.violations().check();
    Placed placed = named.getFirst();
    return new EvaluationCount(id, minute, placed.scope(), placed.outcome(), count);
  }

  private static String at(Fields entry, String list, int index) {
    return Violations.at(entry.at(list), index);
  }

  private static Placed placed(Fields fields) {
    String project = fields.requiredKey("p");
    String environment = fields.requiredKey("e");
    var outcome =
        new Outcome(
            fields.requiredKey("f"),
            fields.integer("v", 0),
            fields.requiredKey("n"),
            fields.requiredText("r", Key.MAX_LENGTH),
            fields.text("u", "", Key.MAX_LENGTH));
    fields.refuseOthers();
    fields.violations().check();
    return new Placed(new Scope(project, environment), outcome);
  }

  private static Evaluations read(Fields fields, List<Placed> outcomes) {
    UUID id = id(fields);
    Instant time = time(fields);
    String subject = fields.text("s", "", Integer.MAX_VALUE);
    Map<String, Value> attributes =
        fields.has("a") ? fields.requiredStructure("a").fields() : Map.of();
    List<Placed> named = named(fields, outcomes);
    fields.refuseOthers();
    fields.violations().check();
    Scope scope = named.getFirst().scope();
    List<Outcome> came = named.stream().map(Placed::outcome).toList();
    return new Evaluations(id, time, scope, subject, attributes, came);
  }

  private static List<Placed> named(Fields fields, List<Placed> outcomes) {
    List<Value> places =
        fields.value("o") instanceof Value.Whole place ? List.of(place) : fields.items("o");
    var named = new ArrayList<Placed>(places.size());
    for (Value each : places) {
      if (each instanceof Value.Whole(long place) && place >= 0 && place < outcomes.size()) {
        named.add(outcomes.get((int) place));
      } else {
        fields.wrong("o", "names an outcome that is not there", "");
      }
    }
    if (named.isEmpty()) {
      fields.wrong("o", "names no outcome", "");
    } else if (named.stream().map(Placed::scope).distinct().count() > 1) {
      fields.wrong("o", "names outcomes of different environments", "");
    }
    return named;
  }

  private static UUID id(Fields fields) {
    String text = fields.requiredText("i", 64);
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      return fields.wrong("i", "'%s' is no UUID".formatted(text), new UUID(0, 0));
    }
  }

  private static Instant time(Fields fields) {
    return fields.value("t") instanceof Value.Whole(long millis) && isTime(millis)
        ? Instant.ofEpochMilli(millis)
        : fields.wrong("t", "is missing, or no time of the years 1 to 9999", Instant.EPOCH);
  }

  /// Whether the trail can hold this time.
  ///
  /// @param millis since 1970
  static boolean isTime(long millis) {
    return FIRST <= millis && millis <= LAST;
  }
}
