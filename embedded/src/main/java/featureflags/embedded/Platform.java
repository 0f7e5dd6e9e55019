package featureflags.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// The kind of machine that programs are looked up for.
record Platform(Os os, Processor processor) {

  enum Os {
    LINUX,
    ALPINE,
    MAC,
    OTHER
  }

  enum Processor {
    AMD64,
    ARM64,
    OTHER
  }

  /// This machine.
  static Platform here() {
    return of(
        System.getProperty("os.name"),
        System.getProperty("os.arch"),
        Files.exists(Path.of("/etc/alpine-release")));
  }

  /// The platform that Java's `os.name` and `os.arch` speak of.
  static Platform of(String name, String arch, boolean alpine) {
    var lower = name.toLowerCase(Locale.ROOT);
    Os os;
    if (lower.startsWith("linux")) {
      os = alpine ? Os.ALPINE : Os.LINUX;
    } else {
      os = lower.startsWith("mac") ? Os.MAC : Os.OTHER;
    }
    var processor =
        switch (arch.toLowerCase(Locale.ROOT)) {
          case "amd64", "x86_64" -> Processor.AMD64;
          case "aarch64", "arm64" -> Processor.ARM64;
          default -> Processor.OTHER;
        };
    return new Platform(os, processor);
  }

  /// The resource that holds PostgreSQL's programs; on an unknown platform one that does not exist.
  String postgresArchive() {
    var osName =
        switch (os) {
          case LINUX, ALPINE -> "linux";
          case MAC -> "darwin";
          case OTHER -> "other";
        };
    var processorName =
        switch (processor) {
          case AMD64 -> "x86_64";
          case ARM64 -> "arm_64";
          case OTHER -> "other";
        };
    var libc = os == Os.ALPINE ? "-alpine_linux" : "";
    return "postgres-%s-%s%s.txz".formatted(osName, processorName, libc);
  }

  /// The resource that is the Redis server; on an unknown platform one that does not exist.
  String redisProgram() {
    var osName =
        switch (os) {
          case LINUX, ALPINE -> "linux";
          case MAC -> "darwin";
          case OTHER -> "other";
        };
    var processorName =
        switch (processor) {
          case AMD64 -> "amd64";
          case ARM64 -> "arm64";
          case OTHER -> "other";
        };
    return "redis-server-7.0.15-%s-%s".formatted(osName, processorName);
  }

  /// What went wrong when a resource is not there.
  CannotStart unsupported(String server) {
    return new CannotStart(
        "no %s for %s on %s comes with the engine: it runs on Linux and macOS (x86-64, arm64);"
                .formatted(server, System.getProperty("os.name"), System.getProperty("os.arch"))
            + " elsewhere start the services against servers of your own");
  }
}
