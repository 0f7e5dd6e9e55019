package featureflags.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// An eval-service that dies if clients make it use much more memory than it needs for itself. It
/// has real stores, and a flag-api that saves its flags.
final class SmallEvalService implements AutoCloseable {
  private static final String STARTED = "event=started";
  private static final long KIB_A_MIB = 1024;

  /// By so many MiB clients may make the heap grow.
  static final long ROOM = 32;

  /// As `bin/launch.sh` starts it.
  private static final List<String> USUAL =
      List.of("-XX:+UseG1GC", "-XX:+UseCompactObjectHeaders", "-XX:+ExitOnOutOfMemoryError");

  private final Path folder;
  private final Stores stores = Stores.fresh();
  private final int apiPort = Stores.freePort();
  private final int port = Stores.freePort();
  private final Service api;
  private final Service service;
  private final Vitals calm;

  /// @param flags documents that flag-api takes
  SmallEvalService(Path folder, List<String> flags) throws IOException {
    this.folder = folder;
    api =
        Service.start(
            "flag-api",
            "featureflags.flagapi.Main",
            environment("flag-api", apiPort),
            STARTED,
            folder);
    for (String flag : flags) {
      save(flag);
    }
    try (var large = start(List.of("-Xmx256m"))) {
      calm = Vitals.of(large.handle());
    }
    service =
        start(
            List.of(
                "-Xmx%dm".formatted(Math.ceilDiv(calm.heapKiB(), KIB_A_MIB) + ROOM),
                "-XX:MaxDirectMemorySize=%dm".formatted(ROOM)));
  }

  private Service start(List<String> sizes) {
    var flags = new ArrayList<>(USUAL);
    flags.addAll(sizes);
    return Service.start(
        flags,
        "eval-service",
        "featureflags.evalservice.Main",
        environment("eval-service", port),
        STARTED,
        folder);
  }

  private Map<String, String> environment(String module, int port) {
    return stores.environment(folder.resolve(module), port);
  }

  void save(String flag) throws IOException {
    Http.post("http://127.0.0.1:%d/flags".formatted(apiPort), flag);
  }

  int port() {
    return port;
  }

  ProcessHandle handle() {
    return service.handle();
  }

  String output() {
    return service.output();
  }

  @Override
  public void close() {
    service.close();
    api.close();
  }
}
