package featureflags.evalservice;

import featureflags.catalog.Document;
import featureflags.catalog.SampleRate;
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
  /// @param compiled what evaluates it
  /// @param answers what it has answered so far
  record Evaluable(Document document, String flaw, CompiledFlag compiled, Answers answers)
      implements LiveFlag {}

  /// A flag of which nothing could be read.
  record Unreadable(Document document, String flaw) implements LiveFlag {}

  /// Reads a flag and compiles it.
  static LiveFlag read(Scope scope, Document document) {
    return switch (ServedReader.read(document)) {
      case Served.Live(var flag, var rate, _) when flag.key().equals(document.key()) ->
          evaluable(scope, document, CompiledFlag.of(flag), rate, "");
      case Served.Live(var flag, _, _) ->
          new Unreadable(document, "it says that it is flag '%s'".formatted(flag.key()));
      case Served.Quarantined(String key, _, var off, String why) ->
          evaluable(scope, document, CompiledFlag.quarantined(key, off), SampleRate.ALL, why);
      case Served.Unreadable(_, _, String why) -> new Unreadable(document, why);
    };
  }

  private static LiveFlag evaluable(
      Scope scope, Document document, CompiledFlag compiled, SampleRate rate, String flaw) {
    var answers = new Answers(scope, compiled, document.version(), rate);
    return new Evaluable(document, flaw, compiled, answers);
  }

  /// Sets its compiled form, or takes out what was there before.
  default void compile(Ruleset.Edit rules) {
    switch (this) {
      case Evaluable flag -> rules.put(flag.compiled());
      case Unreadable flag -> rules.removeFlag(flag.document().key());
    }
  }
}
