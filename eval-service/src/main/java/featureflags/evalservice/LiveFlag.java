package featureflags.evalservice;

import featureflags.catalog.Document;
import featureflags.catalog.Scope;
import featureflags.catalog.Served;
import featureflags.engine.CompiledFlag;
import featureflags.engine.Ruleset;
import featureflags.json.ServedReader;

/// A flag as this service holds it beside its compiled form: the stored text, and what came of
/// reading it.
sealed interface LiveFlag {
  /// The stored text.
  Document document();

  /// What could not be read of it; empty when all could.
  String flaw();

  /// A flag that can be evaluated; one with a flaw serves its off variant.
  ///
  /// @param answers what it has answered so far
  record Evaluable(Document document, String flaw, Answers answers) implements LiveFlag {}

  /// A flag of which nothing could be read.
  record Unreadable(Document document, String flaw) implements LiveFlag {}

  /// Reads a flag and sets its compiled form.
  static LiveFlag read(Scope scope, Document document, Ruleset.Edit rules) {
    return switch (ServedReader.read(document)) {
      case Served.Live(var flag, _) when flag.key().equals(document.key()) ->
          evaluable(scope, document, CompiledFlag.of(flag), "", rules);
      case Served.Live(var flag, _) ->
          unreadable(document, "it says that it is flag '%s'".formatted(flag.key()), rules);
      case Served.Quarantined(String key, _, var off, String why) ->
          evaluable(scope, document, CompiledFlag.quarantined(key, off), why, rules);
      case Served.Unreadable(_, _, String why) -> unreadable(document, why, rules);
    };
  }

  private static LiveFlag evaluable(
      Scope scope, Document document, CompiledFlag compiled, String flaw, Ruleset.Edit rules) {
    rules.put(compiled);
    return new Evaluable(document, flaw, new Answers(scope, compiled, document.version()));
  }

  private static LiveFlag unreadable(Document document, String why, Ruleset.Edit rules) {
    rules.removeFlag(document.key());
    return new Unreadable(document, why);
  }
}
