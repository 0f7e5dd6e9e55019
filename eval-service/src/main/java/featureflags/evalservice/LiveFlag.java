package featureflags.evalservice;

import featureflags.catalog.Document;
import featureflags.catalog.Served;
import featureflags.engine.CompiledFlag;
import featureflags.json.ServedReader;

/// A flag as this service holds it: the stored text, and what came of reading it.
sealed interface LiveFlag {
  /// The stored text.
  Document document();

  /// A flag that can be evaluated.
  record Ready(Document document, CompiledFlag flag) implements LiveFlag {}

  /// A flag that could not be read in full, and serves its off variant.
  record Quarantined(Document document, CompiledFlag flag, String why) implements LiveFlag {}

  /// A flag of which nothing could be read.
  record Unreadable(Document document, String why) implements LiveFlag {}

  /// Reads and compiles a flag.
  static LiveFlag of(Document document) {
    return switch (ServedReader.read(document)) {
      case Served.Live(var flag, _) -> new Ready(document, CompiledFlag.of(flag));
      case Served.Quarantined(String key, _, var off, String why) ->
          new Quarantined(document, CompiledFlag.quarantined(key, off), why);
      case Served.Unreadable(_, _, String why) -> new Unreadable(document, why);
    };
  }
}
