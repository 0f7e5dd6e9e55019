package featureflags.load;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// One of our programs, ready to be started.
///
/// @param name what it is called here; its log is named for it
/// @param module whose `target/dist/lib` holds it
/// @param flags of its JVM, behind those of all
record Program(
    String name,
    String module,
    String main,
    Map<String, String> environment,
    List<String> flags,
    List<String> arguments) {
  Program {
    environment = Map.copyOf(environment);
    flags = List.copyOf(flags);
    arguments = List.copyOf(arguments);
  }

  /// A program of this module.
  static Program own(Class<?> main, String name, String... arguments) {
    return new Program(name, "load", main.getName(), Map.of(), List.of(), List.of(arguments));
  }

  /// The same with one more flag of its JVM.
  Program with(String flag) {
    List<String> more = Stream.concat(flags.stream(), Stream.of(flag)).toList();
    return new Program(name, module, main, environment, more, arguments);
  }
}
