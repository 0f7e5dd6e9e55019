package featureflags.testkit;

import featureflags.engine.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// The golden cases of one file of `spec/evaluation`: flags, and what they serve to whom.
///
/// They are documents and compared with answers as documents, so that whatever reads flags and
/// answers can be held to them, in process or over HTTP.
///
/// @param name of the file
/// @param groups in the order of the file
public record EvaluationSpec(String name, List<SpecGroup> groups) {
  private static final Path FILES = Path.of("..", "spec", "evaluation");

  /// @throws IllegalArgumentException when there is no group
  public EvaluationSpec {
    groups = List.copyOf(groups);
    if (groups.isEmpty()) {
      throw new IllegalArgumentException("'%s' has no groups".formatted(name));
    }
  }

  /// Every file, by name.
  ///
  /// @param json reads the text of a file
  public static List<EvaluationSpec> all(Function<byte[], Value> json) {
    try (Stream<Path> files = Files.list(FILES)) {
      return files.sorted().map(file -> of(file, json)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static EvaluationSpec of(Path file, Function<byte[], Value> json) {
    try {
      return of(file.getFileName().toString(), json.apply(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The cases of a file that was read.
  ///
  /// @throws IllegalArgumentException when it is no such file
  public static EvaluationSpec of(String name, Value document) {
    var members = SpecMembers.of(document, "about", "groups");
    return new EvaluationSpec(name, members.items("groups").stream().map(SpecGroup::of).toList());
  }
}
