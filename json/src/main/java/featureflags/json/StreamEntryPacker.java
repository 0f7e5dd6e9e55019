package featureflags.json;

import featureflags.catalog.Evaluations;
import featureflags.catalog.Outcome;
import featureflags.catalog.Scope;
import featureflags.engine.Value;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.io.SerializedString;

/// Packs evaluations into entries of the stream, as [StreamEntryShape] reads them. For one thread.
///
/// It knows outcomes by the objects they are: those of an evaluator are the same objects again and
/// again, and any other may as well be spelled twice. How they are spelled is kept from entry to
/// entry.
public final class StreamEntryPacker {
  /// Some megabytes; beyond it all are forgotten, and those in use come again.
  private static final int MOST = 16_384;

  /// What most entries have room in; more room than this is not kept.
  private static final int USUAL = 64 * 1024;

  private final IdentityHashMap<Outcome, Spelled> spelled = new IdentityHashMap<>();
  private final List<Spelled> ofEntry = new ArrayList<>();
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

  /// One that remembers nothing yet.
  public StreamEntryPacker() {}

  /// Packs evaluations into an entry.
  public byte[] pack(List<Evaluations> packed) {
    entry++;
    ofEntry.clear();
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
      write(json, evaluations);
    }
    json.writeEndArray();
    json.writeArrayPropertyStart("d");
    for (Spelled outcome : ofEntry) {
      json.writeRawValue(outcome.json);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void write(JsonGenerator json, Evaluations evaluations) {
    json.writeStartObject();
    json.writeStringProperty("i", evaluations.id().toString());
    json.writeNumberProperty("t", evaluations.time().toEpochMilli());
    if (!evaluations.subject().isEmpty()) {
      json.writeStringProperty("s", evaluations.subject());
    }
    json.writeName("o");
    writePlaces(json, evaluations.scope(), evaluations.outcomes());
    if (!evaluations.attributes().isEmpty()) {
      json.writeName("a");
      ValueWriter.write(json, new Value.Structure(evaluations.attributes()));
    }
    json.writeEndObject();
  }

  private void writePlaces(JsonGenerator json, Scope scope, List<Outcome> outcomes) {
    if (outcomes.size() == 1) {
      json.writeNumber(place(scope, outcomes.getFirst()));
      return;
    }
    json.writeStartArray();
    for (int i = 0; i < outcomes.size(); i++) {
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
