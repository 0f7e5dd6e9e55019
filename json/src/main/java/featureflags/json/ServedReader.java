package featureflags.json;

import featureflags.catalog.Document;
import featureflags.catalog.Draft;
import featureflags.catalog.Served;
import featureflags.engine.Key;
import featureflags.engine.Value;
import featureflags.engine.ValueType;
import featureflags.engine.Variant;
import java.util.List;
import java.util.Map;

/// Reads a stored flag for an evaluator. What it cannot read it quarantines, so that one flag never
/// takes its neighbours down.
public final class ServedReader {
  private ServedReader() {}

  /// Reads as much of the flag as this engine understands.
  public static Served read(Document document) {
    Value value;
    try {
      value = ValueReader.readStored(document.text());
    } catch (InvalidDocument e) {
      return unreadable(document, e);
    }
    try {
      Draft draft = EntryShape.readDraft(value);
      return new Served.Live(draft.flag(), draft.details().auditSampleRate(), document.version());
    } catch (InvalidDocument e) {
      return salvage(document, value, e);
    }
  }

  /// Looks for the off variant alone, in a document of any shape.
  private static Served salvage(Document document, Value value, InvalidDocument why) {
    if (value instanceof Value.Structure(Map<String, Value> flag)
        && flag.get("offVariant") instanceof Value.Text(String off)
        && flag.get("variants") instanceof Value.Items(List<Value> variants)) {
      for (Value variant : variants) {
        if (variant instanceof Value.Structure(Map<String, Value> fields)
            && fields.get("key") instanceof Value.Text(String key)
            && key.equals(off)
            && Key.valid(key)
            && fields.containsKey("value")) {
          return new Served.Quarantined(
              document.key(),
              document.version(),
              new Variant(key, served(flag, fields)),
              String.valueOf(why.getMessage()));
        }
      }
    }
    return unreadable(document, why);
  }

  /// The off variant's value. What is known of its type is that a number is one however it is
  /// written: 10 is 10.0.
  private static Value served(Map<String, Value> flag, Map<String, Value> variant) {
    Value value = variant.getOrDefault("value", new Value.Nothing());
    return value instanceof Value.Whole(long number)
            && new Value.Text(Names.of(ValueType.NUMBER)).equals(flag.get("type"))
        ? new Value.Decimal(number)
        : value;
  }

  private static Served unreadable(Document document, InvalidDocument why) {
    return new Served.Unreadable(
        document.key(), document.version(), String.valueOf(why.getMessage()));
  }
}
