package featureflags.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Servers that listen at the same time to be driven in turn: eval-service with and without its
/// audit trail, and for each work two that answer the same bytes whatever is asked.
final class Arena {
  private static final int BATCH = 20;
  private static final Duration DRIVER_WARM_UP = Duration.ofSeconds(2);
  private static final Duration LONGEST_SETTLING = Duration.ofSeconds(60);

  private final Site site;
  private final Work single;
  private final Work batch;
  private final Server audited;
  private final Server unaudited;
  private final Map<Work, Contest> contests = new HashMap<>();

  Arena(Site site, Flags flags) {
    this.site = site;
    this.single = Work.single(flags);
    this.batch = Work.batch(flags, BATCH);
    this.audited = site.start(site.evalService("audited", Map.of()));
    this.unaudited = site.start(site.evalService("unaudited", Map.of("AUDIT_EVALUATIONS", "off")));
    awaitFlags(flags.count());
  }

  private void awaitFlags(int count) {
    for (Server server : List.of(audited, unaudited)) {
      Patience.until(
          "%d flags in %s".formatted(count, server.name()),
          LONGEST_SETTLING,
          () -> Figures.of(server).value("snapshot_flags") >= count);
    }
  }

  Site site() {
    return site;
  }

  Work single() {
    return single;
  }

  Work batch() {
    return batch;
  }

  /// eval-service as it comes, with its audit trail.
  Server audited() {
    return audited;
  }

  /// The contestants of a work, which start when it is first asked for.
  Contest contest(Work work) {
    return contests.computeIfAbsent(work, this::started);
  }

  private Contest started(Work work) {
    Path answers = answers(work);
    Path first = file(work.name() + ".answer", List.of(sample(answers)));
    Path body = site.folder().resolve(work.name() + ".body");
    try {
      Files.writeString(body, sample(answers));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String suffix = work.equals(single) ? "" : "-" + work.name();
    Server bare = site.start(Program.own(Bare.class, "bare" + suffix, body.toString()));
    Server chassis = site.start(Program.own(Fixed.class, "chassis" + suffix, body.toString()));
    return new Contest(
        work,
        WorkFile.write(work, site.folder()),
        new Side(bare, first),
        new Side(chassis, first),
        new Side(audited, answers),
        new Side(unaudited, answers),
        sample(answers).length());
  }

  /// What eval-service answers to each request.
  private Path answers(Work work) {
    try (var http = new Http()) {
      return file(
          work.name() + ".answers",
          work.bodies().stream()
              .map(body -> http.expect(200, "POST", audited.port(), work.path(), body))
              .toList());
    }
  }

  private Path file(String name, List<String> lines) {
    try {
      return Files.write(site.folder().resolve(name), lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sample(Path answers) {
    try (Stream<String> lines = Files.lines(answers)) {
      return lines.findFirst().orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Whoever asks again as soon as it is answered: `wrk`, or our own driver where there is none.
  Client closedLoop(Contest contest) {
    return Wrk.isInstalled()
        ? Wrk.in(site.folder(), site.pinning(), contest.file())
        : new Bundled(
            site.jvm(), site.pinning(), new Rhythm.Closed(), DRIVER_WARM_UP, contest.file());
  }

  /// Waits until a server has sent all its events, and empties the stream.
  void settle(Side side) {
    if (side.server().equals(audited)) {
      awaitEvents();
      site.emptyStream();
    }
  }

  /// Waits until all events are in the stream.
  void awaitEvents() {
    Patience.until(
        "all events of %s in the stream".formatted(audited.name()),
        LONGEST_SETTLING,
        () -> Figures.of(audited).value("events_waiting") == 0);
  }

  /// What became of the events of the whole run.
  String events() {
    var figures = Figures.of(audited);
    return "Evaluation events of the run: %,.0f made, %,.0f in the stream, %,.0f dropped."
        .formatted(
            figures.value("events_accepted_total"),
            figures.value("events_sent_total"),
            figures.value("events_dropped_total"));
  }

  /// Settling as a step of [Rounds].
  Consumer<Side> settling() {
    return this::settle;
  }
}
