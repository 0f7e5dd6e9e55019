package featureflags.load;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// How our programs are started: with the flags that `bin/launch.sh` gives to the services.
///
/// @param root the repository's folder, where the build has put its programs
/// @param flags what every service is started with
record Jvm(Path root, List<String> flags) {
  Jvm {
    flags = List.copyOf(flags);
  }

  /// What `bench/load` says in system properties.
  static Jvm ofProperties() {
    return new Jvm(
        Path.of(System.getProperty("load.root", ".")).toAbsolutePath().normalize(),
        List.of(System.getProperty("load.jvm", "").strip().split("\\s+")));
  }

  /// The words that start a program with these flags.
  List<String> command(Program program) {
    return command(program, flags);
  }

  /// The words that start a program with other flags than the services'.
  List<String> command(Program program, List<String> others) {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path lib = root.resolve(program.module()).resolve("target/dist/lib");
    return Stream.of(
            Stream.of(java.toString()),
            others.stream(),
            program.flags().stream(),
            Stream.of("-cp", lib + "/*", program.main()),
            program.arguments().stream())
        .flatMap(words -> words)
        .toList();
  }
}
