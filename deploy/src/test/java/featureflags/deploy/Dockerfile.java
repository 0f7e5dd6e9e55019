package featureflags.deploy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The stages of the Dockerfile, in order.
record Dockerfile(List<Stage> stages) {
  private static final Set<String> KEYWORDS =
      Set.of("FROM", "RUN", "COPY", "WORKDIR", "USER", "ENV", "EXPOSE", "ENTRYPOINT", "STOPSIGNAL");
  private static final Pattern FROM = Pattern.compile("(\\S+) AS ([a-z][a-z-]*)");

  /// One line of a Dockerfile, continued lines joined.
  record Instruction(String keyword, String rest) {
    Instruction {
      if (!KEYWORDS.contains(keyword)) {
        throw new IllegalArgumentException("'%s' is no known instruction".formatted(keyword));
      }
    }

    static Instruction of(String line) {
      var parts = line.split("\\s+", 2);
      if (parts.length != 2) {
        throw new IllegalArgumentException("'%s' says nothing".formatted(line));
      }
      return new Instruction(parts[0], parts[1].strip());
    }
  }

  /// What one `FROM … AS …` begins.
  record Stage(String name, String base, List<Instruction> instructions) {
    Stage {
      instructions = List.copyOf(instructions);
    }

    List<String> all(String keyword) {
      return instructions.stream()
          .filter(instruction -> instruction.keyword().equals(keyword))
          .map(Instruction::rest)
          .toList();
    }

    String only(String keyword) {
      var all = all(keyword);
      if (all.size() != 1) {
        throw new IllegalArgumentException("%d × %s in %s".formatted(all.size(), keyword, name));
      }
      return all.getFirst();
    }

    String user() {
      return only("USER");
    }

    Map<String, String> variables() {
      var variables = new LinkedHashMap<String, String>();
      all("ENV").stream()
          .flatMap(rest -> Arrays.stream(rest.split("\\s+")))
          .map(pair -> pair.split("=", 2))
          .forEach(pair -> variables.put(pair[0], pair[1]));
      return variables;
    }

    /// The folders that the service writes to.
    List<String> folders() {
      return variables().entrySet().stream()
          .filter(variable -> variable.getKey().endsWith("_DIR"))
          .map(Map.Entry::getValue)
          .toList();
    }

    /// The words of the command, which must be a JSON list: a shell would swallow SIGTERM.
    List<String> command() {
      if (!(Yaml.documents(only("ENTRYPOINT")).getFirst() instanceof List<?> words)) {
        throw new IllegalArgumentException("'%s' is for a shell".formatted(only("ENTRYPOINT")));
      }
      return words.stream().map(String.class::cast).toList();
    }

    String mainClass() {
      return command().getLast();
    }
  }

  Dockerfile {
    stages = List.copyOf(stages);
  }

  static Dockerfile read() {
    return parse(Repository.text("Dockerfile"));
  }

  static Dockerfile parse(String text) {
    var lines =
        text.lines()
            .filter(line -> !line.startsWith("#"))
            .collect(Collectors.joining("\n"))
            .replaceAll("\\\\\n\\s*", " ")
            .lines()
            .filter(line -> !line.isBlank())
            .map(Instruction::of)
            .toList();
    var stages = new ArrayList<Stage>();
    for (var instruction : lines) {
      if (instruction.keyword().equals("FROM")) {
        var from = FROM.matcher(instruction.rest());
        if (!from.matches()) {
          throw new IllegalArgumentException("'FROM %s' has no name".formatted(instruction.rest()));
        }
        stages.add(new Stage(from.group(2), from.group(1), List.of()));
      } else if (stages.isEmpty()) {
        throw new IllegalArgumentException("'%s' before FROM".formatted(instruction.keyword()));
      } else {
        var stage = stages.removeLast();
        var more = new ArrayList<>(stage.instructions());
        more.add(instruction);
        stages.add(new Stage(stage.name(), stage.base(), more));
      }
    }
    return new Dockerfile(stages);
  }

  Stage stage(String name) {
    return stages.stream()
        .filter(stage -> stage.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no stage '%s'".formatted(name)));
  }
}
