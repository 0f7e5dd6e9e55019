package featureflags.json;

import featureflags.catalog.Evaluations;
import featureflags.catalog.Outcome;
import featureflags.catalog.SampleRate;
import featureflags.catalog.Scope;
import featureflags.engine.Value;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.io.SerializedString;

/// Packs evaluations into entries of the stream, as [StreamEntryShape] reads them. For one thread.
///
/// Evaluations that their flag's sample rate leaves out are counted in the entry instead.
///
/// It knows outcomes by the objects they are: those of an evaluator are the same objects again and
/// again, and any other may as well be spelled twice. How they are spelled is kept from entry to
/// entry.
public final class StreamEntryPacker {
  /// Some megabytes; beyond it all are forgotten, and those in use come again.
  private static final int MOST = 16_384;

  /// What most entries have room in; more room than this is not kept.
  private static final int USUAL = 64 * 1024;

  private static final long MINUTE = 60_000;

  private final IdentityHashMap<Outcome, Spelled> spelled = new IdentityHashMap<>();
  private final List<Spelled> ofEntry = new ArrayList<>();
  private final Map<Minute, Count> leftOut = new LinkedHashMap<>();
  private int entry;
  private ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL);

  /// An outcome as it is written.
  private static final class Spelled {
    private final Scope scope;
    private final SerializedString json;
    private int entry;
    private int place;

    Spelled(Scope scope, SerializedString json) {
      this.scope = scope;
      this.json = json;
    }
  }

  /// Evaluations that came to the same within a minute.
  ///
  /// @param place of the outcome
  /// @param begins in milliseconds
  private record Minute(int place, long begins) {}

  /// How many there were.
  private static final class Count {
    private final UUID first;
    private int evaluations;

    Count(UUID first) {
      this.first = first;
    }
  }

  /// One that remembers nothing yet.
  public StreamEntryPacker() {}

  /// Packs evaluations into an entry.
  public byte[] pack(List<Evaluations> packed) {
    entry++;
    ofEntry.clear();
    leftOut.clear();
    if (spelled.size() > MOST) {
      spelled.clear();
    }
    bytes.reset();
    ValueWriter.to(bytes, json -> write(json, packed));
    byte[] payload = bytes.toByteArray();
    if (payload.length > USUAL) {
      bytes = new ByteArrayOutputStream(USUAL);
    }
    return payload;
  }

  private void write(JsonGenerator json, List<Evaluations> packed) {
    json.writeStartObject();
    json.writeArrayPropertyStart("e");
    for (Evaluations evaluations : packed) {
      sample(json, evaluations);
    }
    json.writeEndArray();
    if (!leftOut.isEmpty()) {
      json.writeArrayPropertyStart("c");
      leftOut.forEach((minute, count) -> write(json, minute, count));
      json.writeEndArray();
    }
    json.writeArrayPropertyStart("d");
    for (Spelled outcome : ofEntry) {
      json.writeRawValue(outcome.json);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /// Writes what the sample rates keep of a record, each stretch of it as a record of its own,
  /// since the ids in one are consecutive; counts the rest.
  private void sample(JsonGenerator json, Evaluations evaluations) {
    List<Outcome> outcomes = evaluations.outcomes();
    int from = 0;
    for (int i = 0; i < outcomes.size(); i++) {
      SampleRate rate = outcomes.get(i).sampleRate();
      if (!rate.isAll() && !rate.keeps(evaluations.id(i))) {
        write(json, evaluations, from, i);
        leaveOut(evaluations, i);
        from = i + 1;
      }
    }
    write(json, evaluations, from, outcomes.size());
  }

  private void leaveOut(Evaluations evaluations, int index) {
    long time = evaluations.time().toEpochMilli();
    int place = place(evaluations.scope(), evaluations.outcomes().get(index));
    var minute = new Minute(place, time - Math.floorMod(time, MINUTE));
    leftOut.computeIfAbsent(minute, _ -> new Count(evaluations.id(index))).evaluations++;
  }

  private static void write(JsonGenerator json, Minute minute, Count count) {
    json.writeStartObject();
    json.writeStringProperty("i", count.first.toString());
    json.writeNumberProperty("t", minute.begins);
    json.writeNumberProperty("o", minute.place);
    json.writeNumberProperty("n", count.evaluations);
    json.writeEndObject();
  }

  private void write(JsonGenerator json, Evaluations evaluations, int from, int to) {
    if (from == to) {
      return;
    }
    json.writeStartObject();
    json.writeStringProperty("i", evaluations.id(from).toString());
    json.writeNumberProperty("t", evaluations.time().toEpochMilli());
    if (!evaluations.subject().isEmpty()) {
      json.writeStringProperty("s", evaluations.subject());
    }
    json.writeName("o");
    writePlaces(json, evaluations.scope(), evaluations.outcomes(), from, to);
    if (!evaluations.attributes().isEmpty()) {
      json.writeName("a");
      ValueWriter.write(json, new Value.Structure(evaluations.attributes()));
    }
    json.writeEndObject();
  }

  private void writePlaces(
      JsonGenerator json, Scope scope, List<Outcome> outcomes, int from, int to) {
    if (to - from == 1) {
      json.writeNumber(place(scope, outcomes.get(from)));
      return;
    }
    json.writeStartArray();
    for (int i = from; i < to; i++) {
      json.writeNumber(place(scope, outcomes.get(i)));
    }
    json.writeEndArray();
  }

  /// Where the outcome stands in the entry.
  private int place(Scope scope, Outcome outcome) {
    Spelled known = spelled.get(outcome);
    if (known == null || !known.scope.equals(scope)) {
      known = new Spelled(scope, spell(scope, outcome));
      spelled.put(outcome, known);
    }
    if (known.entry != entry) {
      known.entry = entry;
      known.place = ofEntry.size();
      ofEntry.add(known);
    }
    return known.place;
  }

  private static SerializedString spell(Scope scope, Outcome outcome) {
    var members =
        new Members()
            .put("p", scope.project())
            .put("e", scope.environment())
            .put("f", outcome.flag())
            .put("v", outcome.version())
            .put("n", outcome.variant())
            .put("r", outcome.reason());
    if (!outcome.rule().isEmpty()) {
      members.put("u", outcome.rule());
    }
    return new SerializedString(ValueWriter.text(members.build()));
  }
}
