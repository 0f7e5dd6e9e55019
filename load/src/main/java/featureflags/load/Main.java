package featureflags.load;

import featureflags.chassis.Lifecycle;
import featureflags.chassis.Log;
import featureflags.report.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Measures what the services bear and prints it in Markdown; see `bench/load --help`.
public final class Main {
  private Main() {}

  public static void main(String[] arguments) throws IOException {
    Log.configure();
    List<String> words = List.of(arguments);
    var lifecycle = Lifecycle.ofProcess();
    try {
      run(
          words.contains("--quick") ? Pace.quick() : Pace.full(),
          words.contains("--pin") ? Pinning.oneCoreEach() : Pinning.none(),
          lifecycle);
      lifecycle.close();
    } catch (RuntimeException e) {
      e.printStackTrace();
      lifecycle.fail(1);
    }
  }

  private static void run(Pace pace, Pinning pinning, Lifecycle lifecycle) throws IOException {
    Progress.say("starting PostgreSQL, Redis and flag-api");
    Site site = Site.open(lifecycle, Jvm.ofProperties(), pinning);
    var flags = new Flags(pace.flags());
    Server flagApi = site.startFlagApi();
    flags.createAll(flagApi.port());
    Server audited = site.start(site.evalService("audited", Map.of()));
    Server unaudited =
        site.start(site.evalService("unaudited", Map.of("AUDIT_EVALUATIONS", "off")));
    Work work = Work.single(flags);
    String sample;
    try (var http = new Http()) {
      sample = http.expect(200, "POST", audited.port(), work.path(), work.bodies().getFirst());
    }
    Progress.say(
        "body %d, answer %d bytes: %s"
            .formatted(work.bodies().getFirst().length(), sample.length(), sample));
    Path answer = site.folder().resolve("evaluate.answer");
    Files.writeString(answer, sample);
    Server bare = site.start(Program.own(Bare.class, "bare", answer.toString()));
    Server fixed = site.start(Program.own(Fixed.class, "chassis", answer.toString()));
    flagApi.close();
    System.out.println(Machine.description(System.getProperty("load.commit", "unknown")));
    var throughput = new Throughput(pace, site::emptyStream);
    var wrk = new Wrk(site.pinning(), site.folder(), work);
    for (int connections : new int[] {16, 64}) {
      System.out.println(
          throughput.table(List.of(bare, fixed, audited, unaudited), connections, wrk));
    }
  }
}
