package featureflags.json;

import featureflags.catalog.Document;
import featureflags.catalog.Served;
import featureflags.engine.Flag;
import featureflags.engine.Key;
import featureflags.engine.Value;
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
      Flag flag = EntryShape.read(value).flag();
      return new Served.Live(flag, document.version());
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
              new Variant(key, fields.getOrDefault("value", new Value.Nothing())),
              String.valueOf(why.getMessage()));
        }
      }
    }
    return unreadable(document, why);
  }

  private static Served unreadable(Document document, InvalidDocument why) {
    return new Served.Unreadable(
        document.key(), document.version(), String.valueOf(why.getMessage()));
  }
}
