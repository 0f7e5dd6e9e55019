package featureflags.json;

import featureflags.catalog.ChangeRecord;
import featureflags.catalog.StorableText;
import featureflags.catalog.TrailEntry;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import tools.jackson.core.JsonGenerator;

/// An entry of the change trail as a line of JSON, always the same bytes for the same entry.
///
/// Its last member is the hash: SHA-256 over the line without that member, so that anybody can
/// verify an exported trail with what every system has:
///
/// ```
/// sed 's/,"hash":"[0-9a-f]*"}$/}/' | while read -r line; do printf %s "$line" | sha256sum; done
/// ```
///
/// The hash of the entry before it is one of the members, and chains them.
public final class TrailLine {
  private static final HexFormat HEX = HexFormat.of();

  private TrailLine() {}

  /// Chains a change to what was recorded before it.
  ///
  /// @param position the entry's own
  /// @param previous the hash of the entry before it
  public static TrailEntry chain(long position, ChangeRecord change, String previous) {
    return new TrailEntry(position, change, previous, hash(position, change, previous));
  }

  /// Whether the hash is that of the content.
  static boolean isSound(TrailEntry entry) {
    return entry.hash().equals(hash(entry.position(), entry.change(), entry.previous()));
  }

  private static String hash(long position, ChangeRecord change, String previous) {
    byte[] content =
        ValueWriter.document(json -> {
          json.writeStartObject();
          write(json, position, change, previous);
          json.writeEndObject();
        });
    try {
      return HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /// The line, with a line feed behind it.
  public static byte[] write(TrailEntry entry) {
    var line = new ByteArrayOutputStream(1_024);
    ValueWriter.to(
        line,
        json -> {
          json.writeStartObject();
          write(json, entry.position(), entry.change(), entry.previous());
          json.writeStringProperty("hash", entry.hash());
          json.writeEndObject();
        });
    line.writeBytes("\n".getBytes(StandardCharsets.UTF_8));
    return line.toByteArray();
  }

  private static void write(
      JsonGenerator json, long position, ChangeRecord change, String previous) {
    json.writeNumberProperty("position", position);
    json.writeStringProperty("previous", previous);
    json.writeStringProperty("time", change.time().toString());
    text(json, "project", change.scope().project());
    text(json, "environment", change.scope().environment());
    text(json, Names.of(change.changed()), change.key());
    text(json, "kind", change.kind());
    json.writeNumberProperty("version", change.version());
    text(json, "actor", change.author().actor());
    text(json, "requestId", change.author().requestId());
    text(json, "comment", change.author().comment());
    document(json, "instructions", change.instructions());
    document(json, "before", change.before());
    document(json, "after", change.after());
  }

  /// As it comes back from where it is stored.
  private static void text(JsonGenerator json, String name, String text) {
    json.writeStringProperty(name, StorableText.of(text));
  }

  private static void document(JsonGenerator json, String name, String text) {
    json.writeName(name);
    json.writeRawValue(StorableText.of(text));
  }
}
