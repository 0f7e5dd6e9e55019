package featureflags.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a JVM holds.
///
/// @param heapKiB what is reachable on its heap, more or less
/// @param threads platform threads
/// @param files open files and sockets; 0 where the system does not tell
record Vitals(long heapKiB, int threads, int files) {
  private static final Pattern USED = Pattern.compile("heap .*used (\\d+)K");

  /// Reads them behind a garbage collection.
  static Vitals of(ProcessHandle jvm) throws IOException {
    jcmd(jvm, "GC.run");
    String heap = jcmd(jvm, "GC.heap_info");
    var used = USED.matcher(heap);
    if (!used.find()) {
      throw new AssertionError(heap);
    }
    return new Vitals(Long.parseLong(used.group(1)), threads(jvm), files(jvm));
  }

  static int files(ProcessHandle jvm) {
    return entries(Path.of("/proc", Long.toString(jvm.pid()), "fd"));
  }

  private static int threads(ProcessHandle jvm) {
    return entries(Path.of("/proc", Long.toString(jvm.pid()), "task"));
  }

  private static int entries(Path folder) {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> each = Files.list(folder)) {
      return Math.toIntExact(each.count());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String jcmd(ProcessHandle jvm, String command) throws IOException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    var process =
        new ProcessBuilder(jcmd.toString(), Long.toString(jvm.pid()), command)
            .redirectErrorStream(true)
            .start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
