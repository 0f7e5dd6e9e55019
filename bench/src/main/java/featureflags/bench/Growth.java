package featureflags.bench;

import featureflags.report.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The time of an evaluation as things grow.
final class Growth implements Topic {
  /// One thing that grows.
  private record Series(String benchmark, String title, List<Integer> sizes) {
    Trial trial(int size) {
      return Trial.of("GrowthBenchmark." + benchmark, "size", size);
    }
  }

  private static final List<Series> ALL =
      List.of(
          new Series("oneFlag", "flags, one of them asked for", List.of(10, 1_000, 100_000)),
          new Series(
              "manyFlags", "flags, up to 1,024 of them in turn", List.of(10, 1_000, 100_000)),
          new Series("values", "values of a list, a hit", List.of(10, 1_000, 10_000)),
          new Series("members", "keys of a segment, a hit", List.of(10, 1_000, 1_000_000)));

  @Override
  public String report(Laboratory laboratory) {
    var trials = new ArrayList<Trial>();
    for (Series series : ALL) {
      series.sizes().forEach(size -> trials.add(series.trial(size)));
    }
    Map<Trial, Figures> figures = laboratory.measure(trials);
    var table = Table.of("of what", "how many", "ns", "B");
    for (Series series : ALL) {
      for (int size : series.sizes()) {
        Figures found = figures.getOrDefault(series.trial(size), Figures.NONE);
        table.row(
            series.title(),
            String.format(Locale.ROOT, "%,d", size),
            Table.decimal(found.nanos()),
            Table.bytes(found.bytes()));
      }
    }
    return table.toString();
  }
}
