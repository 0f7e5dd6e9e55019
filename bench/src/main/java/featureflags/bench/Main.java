package featureflags.bench;

import featureflags.report.Machine;
import featureflags.report.Page;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Measures one topic and prints it in Markdown; see `bench/evaluation --help`.
public final class Main {
  private Main() {}

  public static void main(String[] args) throws IOException {
    List<String> words = List.of(args);
    String name = words.getFirst();
    Topic topic =
        switch (name) {
          case "evaluation" -> new Evaluation(words.contains("--rivals"));
          case "growth" -> new Growth();
          case "snapshot" -> new Snapshot();
          default -> throw new IllegalArgumentException("'%s' is no topic".formatted(name));
        };
    var laboratory = new Laboratory(words.contains("--quick") ? Pace.quick() : Pace.full());
    String machine = Machine.description(System.getProperty("bench.commit", "unknown"));
    String report = machine + "\n\n" + topic.report(laboratory);
    System.out.print(report);
    if (words.contains("--write")) {
      new Page(Path.of(System.getProperty("bench.page", ""))).write(name, report);
    }
  }
}
