package featureflags.evalservice;

import featureflags.catalog.Document;
import featureflags.catalog.Served;
import featureflags.engine.CompiledFlag;
import featureflags.json.ServedReader;

/// A flag as this service holds it: the stored text, and what came of reading it.
sealed interface LiveFlag {
  /// The stored text.
  Document document();

  /// What could not be read of it; empty when all could.
  String flaw();

  /// A flag that can be evaluated; one with a flaw serves its off variant.
  record Evaluable(Document document, CompiledFlag compiled, String flaw) implements LiveFlag {}

  /// A flag of which nothing could be read.
  record Unreadable(Document document, String flaw) implements LiveFlag {}

  /// Reads and compiles a flag.
  static LiveFlag of(Document document) {
    return switch (ServedReader.read(document)) {
      case Served.Live(var flag, _) -> new Evaluable(document, CompiledFlag.of(flag), "");
      case Served.Quarantined(String key, _, var off, String why) ->
          new Evaluable(document, CompiledFlag.quarantined(key, off), why);
      case Served.Unreadable(_, _, String why) -> new Unreadable(document, why);
    };
  }
}
