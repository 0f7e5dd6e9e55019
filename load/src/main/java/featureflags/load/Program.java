package featureflags.load;

import java.util.List;
import java.util.Map;

/// One of our programs, ready to be started.
///
/// @param name what it is called here; its log is named for it
/// @param module whose `target/dist/lib` holds it
record Program(
    String name,
    String module,
    String main,
    Map<String, String> environment,
    List<String> arguments) {
  Program {
    environment = Map.copyOf(environment);
    arguments = List.copyOf(arguments);
  }

  /// A program of this module.
  static Program own(Class<?> main, String name, String... arguments) {
    return new Program(name, "load", main.getName(), Map.of(), List.of(arguments));
  }
}
