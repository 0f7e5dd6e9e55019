package featureflags.json;

import featureflags.catalog.EvaluationCount;
import featureflags.catalog.Evaluations;
import featureflags.catalog.Outcome;
import featureflags.catalog.Recorded;
import featureflags.catalog.Scope;
import featureflags.engine.Key;
import featureflags.engine.Value;
import featureflags.json.StreamEntryShape.Placed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// An entry of the stream as [StreamEntryPacker] writes nearly all of them, read in one pass from
/// the bytes, each field in its place.
///
/// What is wrong, or merely rare, it leaves without a word to the careful reader, which names every
/// place.
final class UsualEntry {
  /// How deep an attribute may nest: those of an evaluation are the fourth level of an entry.
  private static final int ATTRIBUTES_DEPTH = ValueReader.MAX_STORED_DEPTH - 3;

  private final JsonScanner json;

  private UsualEntry(JsonScanner json) {
    this.json = json;
  }

  /// What an entry tells, if it is a usual one.
  static Optional<Recorded> read(byte[] entry) {
    try {
      return Optional.of(new UsualEntry(new JsonScanner(entry)).all());
    } catch (JsonScanner.Rare _) {
      return Optional.empty();
    }
  }

  /// An evaluation whose outcomes are yet to come.
  private record Packed(
      UUID id, Instant time, String subject, List<Integer> places, Map<String, Value> attributes) {
    Evaluations with(List<Placed> outcomes) {
      Scope scope = at(places.getFirst(), outcomes).scope();
      var named = new ArrayList<Outcome>(places.size());
      for (int place : places) {
        Placed placed = at(place, outcomes);
        if (!placed.scope().equals(scope)) {
          throw JsonScanner.rare();
        }
        named.add(placed.outcome());
      }
      return new Evaluations(id, time, scope, subject, attributes, named);
    }
  }

  /// How many evaluations came to an outcome that is yet to come.
  private record Counted(UUID id, Instant minute, int place, int count) {
    EvaluationCount with(List<Placed> outcomes) {
      Placed placed = at(place, outcomes);
      return new EvaluationCount(id, minute, placed.scope(), placed.outcome(), count);
    }
  }

  private static Placed at(int place, List<Placed> outcomes) {
    if (place < 0 || place >= outcomes.size()) {
      throw JsonScanner.rare();
    }
    return outcomes.get(place);
  }

  private Recorded all() {
    var packed = new ArrayList<Packed>();
    var counted = new ArrayList<Counted>();
    var outcomes = new ArrayList<Placed>();
    json.pass('{');
    json.passName("e");
    for (boolean more = json.opened('[', ']'); more; more = json.goesOn(']')) {
      packed.add(packed());
    }
    json.pass(',');
    if (json.passNameIf("c")) {
      for (boolean more = json.opened('[', ']'); more; more = json.goesOn(']')) {
        counted.add(counted());
      }
      json.pass(',');
    }
    json.passName("d");
    for (boolean more = json.opened('[', ']'); more; more = json.goesOn(']')) {
      outcomes.add(placed());
    }
    json.pass('}');
    json.end();
    return new Recorded(
        packed.stream().map(each -> each.with(outcomes)).toList(),
        counted.stream().map(each -> each.with(outcomes)).toList());
  }

  private Packed packed() {
    json.pass('{');
    UUID id = id();
    Instant time = time();
    json.pass(',');
    String subject = "";
    if (json.passNameIf("s")) {
      subject = json.text();
      json.pass(',');
    }
    json.passName("o");
    List<Integer> places = places();
    Map<String, Value> attributes = Map.of();
    if (json.passIf(',')) {
      json.passName("a");
      attributes = attributes();
    }
    json.pass('}');
    return new Packed(id, time, subject, places, attributes);
  }

  private List<Integer> places() {
    if (json.peek() != '[') {
      return List.of(integer());
    }
    var places = new ArrayList<Integer>();
    for (boolean more = json.opened('[', ']'); more; more = json.goesOn(']')) {
      places.add(integer());
    }
    if (places.isEmpty()) {
      throw JsonScanner.rare();
    }
    return places;
  }

  private Map<String, Value> attributes() {
    if (json.value(ATTRIBUTES_DEPTH) instanceof Value.Structure(Map<String, Value> fields)) {
      return fields;
    }
    throw JsonScanner.rare();
  }

  private Counted counted() {
    json.pass('{');
    UUID id = id();
    Instant minute = time();
    next("o");
    int place = integer();
    next("n");
    int count = integer();
    json.pass('}');
    if (count < 1) {
      throw JsonScanner.rare();
    }
    return new Counted(id, minute, place, count);
  }

  private Placed placed() {
    json.pass('{');
    json.passName("p");
    String project = key();
    next("e");
    String environment = key();
    next("f");
    String flag = key();
    next("v");
    int version = integer();
    next("n");
    String variant = key();
    next("r");
    String reason = shortText();
    String rule = "";
    if (json.passIf(',')) {
      json.passName("u");
      rule = shortText();
    }
    json.pass('}');
    return new Placed(
        new Scope(project, environment), new Outcome(flag, version, variant, reason, rule));
  }

  /// Passes the comma and the name of the next field.
  private void next(String name) {
    json.pass(',');
    json.passName(name);
  }

  private UUID id() {
    json.passName("i");
    try {
      return UUID.fromString(json.text());
    } catch (IllegalArgumentException _) {
      throw JsonScanner.rare();
    }
  }

  private Instant time() {
    next("t");
    long millis = json.whole();
    if (!StreamEntryShape.isTime(millis)) {
      throw JsonScanner.rare();
    }
    return Instant.ofEpochMilli(millis);
  }

  private int integer() {
    long number = json.whole();
    if (number != (int) number) {
      throw JsonScanner.rare();
    }
    return (int) number;
  }

  private String key() {
    String key = json.text();
    if (!Key.valid(key)) {
      throw JsonScanner.rare();
    }
    return key;
  }

  private String shortText() {
    String text = json.text();
    if (text.length() > Key.MAX_LENGTH) {
      throw JsonScanner.rare();
    }
    return text;
  }
}
