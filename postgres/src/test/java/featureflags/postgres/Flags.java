package featureflags.postgres;

import featureflags.catalog.Author;
import featureflags.catalog.Details;
import featureflags.catalog.Draft;
import featureflags.catalog.SampleRate;
import featureflags.catalog.Scope;
import featureflags.engine.Flag;
import featureflags.engine.Percentage;
import featureflags.engine.Rollout;
import featureflags.engine.Serve;
import featureflags.engine.Value;
import featureflags.engine.ValueType;
import featureflags.engine.Variant;
import java.util.List;
import java.util.function.UnaryOperator;

/// Flags to store.
final class Flags {
  static final Scope SCOPE = Scope.DEFAULT;
  static final Scope STAGING = new Scope("default", "staging");
  static final Scope NOWHERE = new Scope("default", "nowhere");
  static final Author AUTHOR = new Author("Ada", "request-1");

  private Flags() {}

  static Draft draft(String key) {
    return draft(key, new Details("Name of " + key, "", List.of(), "", SampleRate.ALL));
  }

  static Draft draft(String key, Details details) {
    return new Draft(
        new Flag(
            key,
            ValueType.BOOLEAN,
            true,
            List.of(
                new Variant("on", new Value.Bool(true)), new Variant("off", new Value.Bool(false))),
            "off",
            "off",
            List.of(),
            List.of(),
            new Rollout(Percentage.NOBODY, "userId", key, new Serve.One("on"))),
        details);
  }

  /// An edit that renames the flag.
  static UnaryOperator<Draft> renamed(String name) {
    return draft -> {
      Details old = draft.details();
      return new Draft(
          draft.flag(),
          new Details(name, old.description(), old.tags(), old.owner(), old.auditSampleRate()));
    };
  }
}
