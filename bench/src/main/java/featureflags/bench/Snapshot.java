package featureflags.bench;

import featureflags.engine.SubjectSet;
import featureflags.report.Table;
import java.util.List;
import java.util.Map;

/// What the large snapshot costs to build, to change and to hold.
final class Snapshot implements Topic {
  private static final Trial FROM_DEFINITIONS = trial("fromDefinitions");
  private static final Trial FROM_TEXTS = trial("fromTexts");
  private static final Trial COMPILE = trial("compile");
  private static final Trial CHANGE = trial("change");

  private static Trial trial(String benchmark) {
    return new Trial("SnapshotBenchmark." + benchmark, Map.of(), 1);
  }

  @Override
  public String report(Laboratory laboratory) {
    Map<Trial, Figures> cold = laboratory.measureCold(List.of(FROM_DEFINITIONS, FROM_TEXTS));
    Map<Trial, Figures> warm = laboratory.measure(List.of(COMPILE, CHANGE));
    double compile = of(COMPILE, warm).nanos() / 1e3;
    double change = of(CHANGE, warm).nanos() / 1e3;
    return Table.of("10,000 flags of ten rules", "")
        .row("built from definitions, cold", cold(FROM_DEFINITIONS, cold))
        .row("built from stored texts, cold", cold(FROM_TEXTS, cold))
        .row("one flag compiled", Table.decimal(compile) + " µs")
        .row("one flag compiled and changed in the snapshot", Table.decimal(change) + " µs")
        .row("of which beyond compiling", Table.decimal(change - compile) + " µs")
        .row("heap of the snapshot", megabytes(Heap.of(Snapshot::compiled)))
        .row(
            "heap of a segment of 1,000,000 ids of 36 characters",
            megabytes(Heap.of(Snapshot::segment)))
        .toString();
  }

  /// What nothing but the snapshot keeps: its definitions are garbage.
  private static Object compiled() {
    return LargeSnapshot.compiled(LargeSnapshot.flags());
  }

  private static Object segment() {
    return SubjectSet.ofKeys(LongIds.of(1_000_000));
  }

  private static Figures of(Trial trial, Map<Trial, Figures> figures) {
    return figures.getOrDefault(trial, Figures.NONE);
  }

  /// The clock counts while the compiler of the JVM, on another core, counts only as processor.
  private static String cold(Trial trial, Map<Trial, Figures> figures) {
    Figures found = of(trial, figures);
    return "%s ms by the clock, %s ms of processors"
        .formatted(Table.decimal(found.clock() / 1e3), Table.decimal(found.nanos() / 1e6));
  }

  private static String megabytes(long bytes) {
    return Table.decimal(bytes / 1e6) + " MB";
  }
}
