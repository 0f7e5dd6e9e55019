package featureflags.load;

import featureflags.chassis.Lifecycle;
import featureflags.chassis.Log;
import featureflags.report.Machine;
import featureflags.report.Page;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// Measures what the services bear and prints it in Markdown; see `bench/load --help`.
public final class Main {
  private Main() {}

  /// Measures the topics that the words name.
  public static void main(String[] words) {
    Log.configure();
    Locale.setDefault(Locale.ROOT); // a page reads the same wherever it was written
    var lifecycle = Lifecycle.ofProcess();
    try {
      measure(List.of(words), lifecycle);
      lifecycle.close();
    } catch (IOException | RuntimeException e) {
      Progress.say("bench/load: " + e);
      lifecycle.fail(1);
    }
  }

  private static void measure(List<String> words, Lifecycle lifecycle) throws IOException {
    Pinning pinning = words.contains("--shared") ? Pinning.none() : Pinning.oneCoreEach();
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    Progress.say("starting PostgreSQL and Redis");
    Site site = Site.open(lifecycle, Jvm.ofProperties(), pinning);
    Run run = Run.begin(site, words.contains("--quick") ? Pace.quick() : Pace.full());
    String head =
        "%s %s Load average at the start: %.1f. `%s`"
            .formatted(
                Machine.description(System.getProperty("load.commit", "unknown")),
                pinning.description(),
                load,
                ("bench/load " + String.join(" ", words)).strip());
    for (Topic topic : Topic.chosen(words)) {
      String report = head + "\n\n" + run.measure(topic).section();
      System.out.println("## " + topic.word() + "\n\n" + report);
      if (words.contains("--write")) {
        new Page(Path.of(System.getProperty("load.page", ""))).write(topic.word(), report);
      }
    }
  }
}
