package featureflags.chassis;

import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Consumer;

/// What a service may be told when it starts: one command, or `--help`. All else is in environment
/// variables.
///
/// @param program the service's name
/// @param purpose what it does, in a sentence
/// @param commands what each command does; the first is what no argument means
/// @param settings reads every setting of the service, so that help can list them
public record CommandLine(
    String program, String purpose, SequencedMap<String, String> commands, Consumer<Env> settings) {
  /// What the arguments ask for.
  public sealed interface Choice {
    /// Run this command.
    record Run(String command) implements Choice {}

    /// Print this and end with this status: 0 on the output stream, others on the error stream.
    record Exit(int status, String text) implements Choice {}
  }

  /// What these arguments ask for; anything unknown ends with status 2.
  public Choice choose(List<String> args) {
    if (args.contains("--help") || args.contains("-h")) {
      return new Choice.Exit(0, help());
    }
    if (args.isEmpty()) {
      return new Choice.Run(commands.firstEntry().getKey());
    }
    if (args.size() == 1 && commands.containsKey(args.getFirst())) {
      return new Choice.Run(args.getFirst());
    }
    return new Choice.Exit(
        2, "%s: cannot make sense of '%s'%n%s".formatted(program, String.join(" ", args), usage()));
  }

  private String usage() {
    return "usage: %s [%s | --help]%n".formatted(program, String.join(" | ", commands.keySet()));
  }

  private String help() {
    StringBuilder text = new StringBuilder(usage());
    text.append("%n%s%n%n".formatted(purpose));
    commands.forEach((name, doc) -> text.append("  %-12s %s%n".formatted(name, doc)));
    text.append(
        "%nSettings, from the environment (X_FILE names a file that holds X):%n".formatted());
    for (Setting setting : described()) {
      text.append("%n  %s".formatted(setting.name()));
      text.append(
          setting.fallback().isEmpty() ? "" : " (default %s)".formatted(setting.fallback()));
      text.append("%n      %s%n".formatted(setting.doc()));
    }
    return text.toString();
  }

  private List<Setting> described() {
    Env env = Env.of(Map.of());
    settings.accept(env);
    return env.described();
  }
}
