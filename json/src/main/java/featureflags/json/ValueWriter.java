package featureflags.json;

import featureflags.catalog.StorableText;
import featureflags.engine.Value;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Writes any value as JSON, compact, in UTF-8. A lone surrogate is written as an escape, but in a
/// name, where JSON libraries refuse it, as U+FFFD.
public final class ValueWriter {
  private static final JsonFactory FACTORY = JsonFactory.builder().build();

  private ValueWriter() {}

  /// The value's document.
  public static byte[] bytes(Value value) {
    return document(json -> write(json, value));
  }

  /// The value's document as text.
  public static String text(Value value) {
    return new String(bytes(value), StandardCharsets.UTF_8);
  }

  /// A document that is written piece by piece.
  static byte[] document(Consumer<JsonGenerator> content) {
    var bytes = new ByteArrayOutputStream(256);
    to(bytes, content);
    return bytes.toByteArray();
  }

  static void to(OutputStream out, Consumer<JsonGenerator> content) {
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
      content.accept(json);
    }
  }

  static void write(JsonGenerator json, Value value) {
    switch (value) {
      case Value.Text(String text) -> json.writeString(text);
      case Value.Whole(long number) -> json.writeNumber(number);
      case Value.Decimal(double number) -> json.writeNumber(number);
      case Value.Bool(boolean bool) -> json.writeBoolean(bool);
      case Value.Nothing() -> json.writeNull();
      case Value.Items(var values) -> {
        json.writeStartArray();
        values.forEach(each -> write(json, each));
        json.writeEndArray();
      }
      case Value.Structure(var fields) -> {
        json.writeStartObject();
        fields.forEach((name, each) -> {
          json.writeName(StorableText.of(name));
          write(json, each);
        });
        json.writeEndObject();
      }
    }
  }
}
