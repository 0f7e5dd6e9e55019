package featureflags.load;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/// Which cores servers and clients may use.
///
/// @param server the words before a server's command
/// @param client the words before a client's command
record Pinning(List<String> server, List<String> client) {
  private static final String TASKSET = "taskset";

  Pinning {
    server = List.copyOf(server);
    client = List.copyOf(client);
  }

  /// Everybody may use every core.
  static Pinning none() {
    return new Pinning(List.of(), List.of());
  }

  /// One core for whichever server is driven, another for its client, where the machine has two and
  /// `taskset`.
  static Pinning oneCoreEach() {
    return canPin()
        ? new Pinning(List.of(TASKSET, "-c", "0"), List.of(TASKSET, "-c", "1"))
        : none();
  }

  private static boolean canPin() {
    if (Runtime.getRuntime().availableProcessors() < 2) {
      return false;
    }
    try {
      var process = new ProcessBuilder(TASKSET, "-c", "0,1", "true").start();
      return process.waitFor() == 0;
    } catch (IOException _) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// What is said of it on the page.
  String description() {
    return server.isEmpty()
        ? "All share all cores."
        : "The server that is driven has one core, its client another; the stores use either.";
  }

  /// A server's command.
  List<String> ofServer(List<String> command) {
    return joined(server, command);
  }

  /// A client's command.
  List<String> ofClient(List<String> command) {
    return joined(client, command);
  }

  private static List<String> joined(List<String> words, List<String> command) {
    return Stream.concat(words.stream(), command.stream()).toList();
  }
}
