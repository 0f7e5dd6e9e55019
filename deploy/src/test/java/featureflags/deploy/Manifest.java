package featureflags.deploy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
