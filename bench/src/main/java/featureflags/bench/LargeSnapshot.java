package featureflags.bench;

import static featureflags.engine.Operator.EQ;
import static featureflags.engine.Operator.IN;
import static featureflags.testkit.Conditions.all;
import static featureflags.testkit.Conditions.test;
import static featureflags.testkit.FlagBuilder.flag;
import static featureflags.testkit.RuleBuilder.when;

import featureflags.catalog.Details;
import featureflags.catalog.Document;
import featureflags.catalog.Draft;
import featureflags.catalog.Entry;
import featureflags.catalog.SampleRate;
import featureflags.catalog.Served;
import featureflags.engine.CompiledFlag;
import featureflags.engine.Flag;
import featureflags.engine.Ruleset;
import featureflags.json.EntryShape;
import featureflags.json.ServedReader;
import featureflags.json.ValueWriter;
import featureflags.testkit.FlagBuilder;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/// Ten thousand flags of ten rules, each rule of two conditions.
final class LargeSnapshot {
  private static final int FLAGS = 10_000;

  private LargeSnapshot() {}

  static List<Flag> flags() {
    return IntStream.range(0, FLAGS).mapToObj(LargeSnapshot::flagOf).toList();
  }

  /// One of the flags.
  static Flag flagOf(int number) {
    FlagBuilder flag = flag("flag-" + number).enabled().rollout(50);
    for (int rule = 0; rule < 10; rule++) {
      String plan = "plan-" + (number + rule) % 7;
      flag.rule(
          when(all(test("plan", EQ, plan), test("country", IN, SixFlags.countries(rule).toArray())))
              .rollout(25));
    }
    return flag.build();
  }

  static Ruleset compiled(List<Flag> flags) {
    Ruleset.Edit edit = Ruleset.empty().edit();
    flags.forEach(flag -> edit.put(CompiledFlag.of(flag)));
    return edit.build();
  }

  static List<Document> documents() {
    return flags().stream().map(LargeSnapshot::document).toList();
  }

  private static Document document(Flag flag) {
    var details =
        new Details(flag.key(), "One of ten thousand.", List.of("bench"), "nobody", SampleRate.ALL);
    Entry entry = Entry.first(new Draft(flag, details), Instant.EPOCH);
    return new Document(flag.key(), 1, ValueWriter.text(EntryShape.write(entry)));
  }

  static Ruleset read(List<Document> documents) {
    Ruleset.Edit edit = Ruleset.empty().edit();
    for (Document document : documents) {
      switch (ServedReader.read(document)) {
        case Served.Live(Flag flag, _, _) -> edit.put(CompiledFlag.of(flag));
        case Served.Quarantined _, Served.Unreadable _ ->
            throw new IllegalStateException("%s cannot be read".formatted(document.key()));
      }
    }
    return edit.build();
  }
}
