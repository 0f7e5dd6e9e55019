package featureflags.deploy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One Kubernetes object of the folder, with the file that holds it.
record Manifest(String file, Map<String, Object> content) {
  static final String FOLDER = "deploy/kubernetes";
  static final String KUSTOMIZATION = "kustomization.yaml";

  /// Every object of the folder, the example Secret too.
  static List<Manifest> all() {
    return Repository.files(FOLDER).stream()
        .filter(file -> !file.endsWith(KUSTOMIZATION))
        .flatMap(Manifest::in)
        .toList();
  }

  /// Every object of one kind, as its `kind` field spells it.
  static List<Manifest> all(String kind) {
    return all().stream().filter(manifest -> manifest.kind().equals(kind)).toList();
  }

  /// Every object that starts pods: deployments and jobs.
  static List<Manifest> workloads() {
    return Stream.of("Deployment", "Job").flatMap(kind -> all(kind).stream()).toList();
  }

  /// The names of every object of one kind.
  static Set<String> names(String kind) {
    return all(kind).stream().map(Manifest::name).collect(Collectors.toSet());
  }

  static Manifest deployment(String name) {
    return all("Deployment").stream()
        .filter(manifest -> manifest.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no deployment '%s'".formatted(name)));
  }

  /// The path to something in the pods of a deployment or job.
  static String[] pod(String... below) {
    return Stream.concat(Stream.of("spec", "template", "spec"), Stream.of(below))
        .toArray(String[]::new);
  }

  String kind() {
    return text("kind");
  }

  String name() {
    return text("metadata", "name");
  }

  String text(String... path) {
    return Place.text(content, path);
  }

  List<String> texts(String... path) {
    return Place.texts(content, path);
  }

  @Override
  public String toString() {
    return "%s %s in %s".formatted(kind(), name(), file);
  }

  private static Stream<Manifest> in(Path file) {
    return Yaml.documents(Repository.text(file)).stream()
        .map(document -> new Manifest(String.valueOf(file.getFileName()), Yaml.map(document)));
  }
}
