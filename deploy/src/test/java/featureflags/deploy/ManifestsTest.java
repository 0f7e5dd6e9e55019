package featureflags.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The manifests fit together: whatever one names, another holds.
class ManifestsTest {
  private static final String[] POD = {"spec", "template", "spec"};

  @ParameterizedTest
  @MethodSource("featureflags.deploy.Manifest#all")
  void bothModelsAcceptEveryManifest(Manifest manifest) {
    assertThat(Kind.problems(manifest.content())).isEmpty();
  }

  @Test
  void noObjectComesTwice() {
    assertThat(Manifest.all()).map(m -> m.kind() + " " + m.name()).doesNotHaveDuplicates();
  }

  @Test
  void everythingIsInTheOneNamespace() {
    assertThat(Manifest.all("Namespace")).map(Manifest::name).containsExactly("feature-flags");
    assertThat(Manifest.all())
        .filteredOn(m -> !m.kind().equals("Namespace"))
        .allSatisfy(m -> assertThat(m.text("metadata", "namespace")).isEqualTo("feature-flags"));
  }

  @Test
  void theKustomizationListsEveryFileButTheExample() {
    var kustomization =
        Yaml.document(Repository.text(Manifest.FOLDER + "/" + Manifest.KUSTOMIZATION));
    var files =
        Repository.files(Manifest.FOLDER).stream()
            .map(file -> String.valueOf(file.getFileName()))
            .filter(file -> !file.equals(Manifest.KUSTOMIZATION))
            .filter(file -> !file.equals("secret.example.yaml"))
            .toList();

    assertThat(kustomization).containsOnlyKeys("apiVersion", "kind", "resources");
    assertThat(kustomization)
        .containsEntry("apiVersion", "kustomize.config.k8s.io/v1beta1")
        .containsEntry("kind", "Kustomization");
    assertThat(Place.texts(kustomization, "resources", "*"))
        .containsExactlyInAnyOrderElementsOf(files);
  }

  @Test
  void threeDeploymentsRun() {
    assertThat(Manifest.all("Deployment"))
        .map(Manifest::name)
        .containsExactlyInAnyOrder("flag-api", "eval-service", "audit-worker");
  }

  @Test
  void everySelectorFindsThePodsOfTheDeploymentOfItsName() {
    for (var deployment : Manifest.all("Deployment")) {
      var labels = labelsOfPods(deployment);
      var selectors =
          Stream.of(
                  Place.all(deployment.content(), "spec", "selector", "matchLabels"),
                  Place.all(
                      deployment.content(),
                      path("topologySpreadConstraints", "*", "labelSelector", "matchLabels")),
                  named("Service", deployment).flatMap(m -> Place.all(m, "spec", "selector")),
                  named("PodDisruptionBudget", deployment)
                      .flatMap(m -> Place.all(m, "spec", "selector", "matchLabels")),
                  named("NetworkPolicy", deployment)
                      .flatMap(m -> Place.all(m, "spec", "podSelector", "matchLabels")))
              .flatMap(stream -> stream)
              .map(Yaml::map)
              .toList();

      assertThat(selectors)
          .as(deployment.name())
          .hasSizeGreaterThanOrEqualTo(5)
          .allSatisfy(selector -> assertThat(selector).isNotEmpty())
          .allSatisfy(selector -> assertThat(labels.entrySet()).containsAll(selector.entrySet()));
    }
  }

  @Test
  void noSelectorFindsThePodsOfTwoWorkloads() {
    for (var deployment : Manifest.all("Deployment")) {
      var selector =
          Yaml.map(
              Place.all(deployment.content(), "spec", "selector", "matchLabels")
                  .findFirst()
                  .orElseThrow());

      assertThat(Manifest.workloads())
          .filteredOn(m -> labelsOfPods(m).entrySet().containsAll(selector.entrySet()))
          .containsExactly(deployment);
    }
  }

  @Test
  void servicesStandBeforeFlagApiAndEvalServiceAndNameTheirPorts() {
    var services = Manifest.all("Service");

    assertThat(services).map(Manifest::name).containsExactlyInAnyOrder("flag-api", "eval-service");
    assertThat(services)
        .allSatisfy(service -> {
          var deployment = deployment(service.name());
          assertThat(service.text("spec", "ports", "*", "targetPort"))
              .isEqualTo(deployment.text(path("containers", "*", "ports", "*", "name")));
          assertThat(service.text("spec", "ports", "*", "port"))
              .isEqualTo(deployment.text(path("containers", "*", "ports", "*", "containerPort")));
        });
  }

  @Test
  void networkPoliciesOpenNamedPortsOnly() {
    assertThat(Manifest.all("NetworkPolicy"))
        .flatExtracting(m -> m.texts("spec", "ingress", "*", "ports", "*", "port"))
        .containsOnly("http");
  }

  @Test
  void theListenedPortsAreThoseOfTheImages() {
    var images = Dockerfile.read();

    assertThat(Manifest.all("Deployment"))
        .allSatisfy(m ->
            assertThat(m.text(path("containers", "*", "ports", "*", "containerPort")))
                .isEqualTo(images.stage(m.name()).variables().get("PORT")));
  }

  @Test
  void probesAskHealthForLifeAndReadyForReadiness() {
    assertThat(Manifest.all("Deployment"))
        .allSatisfy(m -> {
          assertProbe(m, "startupProbe", "/health");
          assertProbe(m, "livenessProbe", "/health");
          assertProbe(m, "readinessProbe", "/ready");
        });
  }

  @Test
  void everyReferenceIsToAnObjectOfTheFolder() {
    assertThat(Manifest.workloads())
        .allSatisfy(m -> {
          assertThat(m.texts(path("containers", "*", "envFrom", "*", "configMapRef", "name")))
              .isNotEmpty()
              .isSubsetOf(names("ConfigMap"));
          assertThat(m.texts(path("volumes", "*", "secret", "secretName")))
              .isNotEmpty()
              .isSubsetOf(names("Secret"));
          assertThat(m.texts(path("serviceAccountName")))
              .containsExactly(m.name())
              .isSubsetOf(names("ServiceAccount"));
        });
  }

  @Test
  void everyMountedVolumeIsDeclaredAndEveryDeclaredOneMounted() {
    assertThat(Manifest.workloads())
        .allSatisfy(m ->
            assertThat(m.texts(path("containers", "*", "volumeMounts", "*", "name")))
                .containsExactlyInAnyOrderElementsOf(m.texts(path("volumes", "*", "name"))));
  }

  @Test
  void theFoldersThatTheImagesWriteToAreMounted() {
    var images = Dockerfile.read();

    assertThat(Manifest.all("Deployment"))
        .allSatisfy(m -> {
          var mounts = m.texts(path("containers", "*", "volumeMounts", "*", "mountPath"));
          assertThat(mounts).contains("/tmp");
          assertThat(images.stage(m.name()).folders())
              .allSatisfy(folder ->
                  assertThat(mounts)
                      .anySatisfy(mount -> assertThat(folder).startsWith(mount + "/")));
        });
  }

  @Test
  void passwordsComeFromTheMountedSecretAndNoFileHoldsOne() {
    var config = Manifest.all("ConfigMap").getFirst();
    var secret = Manifest.all("Secret").getFirst();
    var mounted =
        Place.all(secret.content(), "stringData")
            .flatMap(keys -> Yaml.map(keys).keySet().stream())
            .map(key -> "/run/secrets/stores/" + key)
            .toList();

    assertThat(
            List.of(
                config.text("data", "POSTGRES_PASSWORD_FILE"),
                config.text("data", "REDIS_PASSWORD_FILE")))
        .containsExactlyInAnyOrderElementsOf(mounted);
    assertThat(Yaml.map(Place.all(config.content(), "data").findFirst().orElseThrow()))
        .doesNotContainKeys("POSTGRES_PASSWORD", "REDIS_PASSWORD");
    assertThat(Manifest.workloads())
        .allSatisfy(m ->
            assertThat(m.texts(path("containers", "*", "volumeMounts", "*", "mountPath")))
                .contains("/run/secrets/stores"));
    assertThat(secret.file()).isEqualTo("secret.example.yaml");
    assertThat(secret.texts("stringData", "*")).containsOnly("change-me");
  }

  @Test
  void everySettingIsAKnownOne() {
    assertThat(Manifest.all("ConfigMap"))
        .flatExtracting(
            m -> Yaml.map(Place.all(m.content(), "data").findFirst().orElseThrow()).keySet())
        .isSubsetOf(Settings.NAMES);
  }

  @Test
  void everyImageHasTheOneTag() {
    var images =
        Manifest.workloads().stream()
            .flatMap(m -> m.texts(path("containers", "*", "image")).stream())
            .toList();

    assertThat(images).map(image -> image.substring(image.indexOf(':') + 1)).containsOnly("1.0.0");
    assertThat(Manifest.all("Deployment"))
        .allSatisfy(m ->
            assertThat(m.text(path("containers", "*", "image")))
                .isEqualTo("feature-flags/%s:1.0.0".formatted(m.name())));
  }

  @Test
  void theMigrationRunsFlagApisImageWithItsCommand() {
    var job = Manifest.all("Job").getFirst();

    assertThat(job.texts(path("containers", "*", "image")))
        .isEqualTo(deployment("flag-api").texts(path("containers", "*", "image")));
    assertThat(job.texts(path("containers", "*", "args", "*"))).containsExactly("migrate");
  }

  @Test
  void everyPodIsLockedDown() {
    var user = Dockerfile.read().stage("runtime").user();

    assertThat(Manifest.workloads())
        .allSatisfy(m -> {
          var pod = m.content();
          assertThat(m.text(path("automountServiceAccountToken"))).isEqualTo("false");
          assertThat(m.text(path("enableServiceLinks"))).isEqualTo("false");
          assertThat(Place.text(pod, path("securityContext", "runAsNonRoot"))).isEqualTo("true");
          assertThat(
                  Place.text(pod, path("securityContext", "runAsUser"))
                      + ":"
                      + Place.text(pod, path("securityContext", "runAsGroup")))
              .isEqualTo(user);
          assertThat(Place.text(pod, path("securityContext", "seccompProfile", "type")))
              .isEqualTo("RuntimeDefault");
          assertThat(container(m, "readOnlyRootFilesystem")).isEqualTo("true");
          assertThat(container(m, "allowPrivilegeEscalation")).isEqualTo("false");
          assertThat(
                  m.texts(path("containers", "*", "securityContext", "capabilities", "drop", "*")))
              .containsExactly("ALL");
        });
  }

  @Test
  void aRolloutNeverTakesAPodBeforeItsSuccessorIsReady() {
    assertThat(Manifest.all("Deployment"))
        .allSatisfy(m -> {
          assertThat(m.text("spec", "strategy", "rollingUpdate", "maxUnavailable")).isEqualTo("0");
          assertThat(Integer.parseInt(m.text("spec", "replicas"))).isGreaterThan(1);
          assertThat(Integer.parseInt(m.text(path("terminationGracePeriodSeconds"))))
              .isGreaterThanOrEqualTo(30);
        });
  }

  @Test
  void everyContainerHasAMemoryLimitThatItsHeapIsAShareOf() {
    assertThat(Manifest.workloads())
        .allSatisfy(m -> {
          var limit = m.text(path("containers", "*", "resources", "limits", "memory"));
          assertThat(limit).matches("[0-9]+[MG]i");
          assertThat(m.text(path("containers", "*", "resources", "requests", "memory")))
              .isEqualTo(limit);
        });
  }

  @Test
  void noPodHasARightAndPeopleMayOnlyRead() {
    assertThat(Manifest.all("ServiceAccount"))
        .allSatisfy(m -> assertThat(m.text("automountServiceAccountToken")).isEqualTo("false"));
    assertThat(Manifest.all("RoleBinding"))
        .allSatisfy(m -> {
          assertThat(m.texts("subjects", "*", "kind")).containsOnly("Group");
          assertThat(names("Role")).contains(m.text("roleRef", "name"));
        });
    assertThat(Manifest.all("Role"))
        .allSatisfy(m -> {
          assertThat(m.texts("rules", "*", "verbs", "*")).containsOnly("get", "list", "watch");
          assertThat(m.texts("rules", "*", "resources", "*"))
              .isNotEmpty()
              .doesNotContain("secrets", "*", "pods/exec");
        });
  }

  private static void assertProbe(Manifest m, String probe, String path) {
    assertThat(m.text(path("containers", "*", probe, "httpGet", "path")))
        .as("%s of %s", probe, m)
        .isEqualTo(path);
    assertThat(m.text(path("containers", "*", probe, "httpGet", "port")))
        .as("%s of %s", probe, m)
        .isEqualTo(m.text(path("containers", "*", "ports", "*", "name")));
  }

  private static String container(Manifest m, String field) {
    return m.text(path("containers", "*", "securityContext", field));
  }

  private static String[] path(String... below) {
    return Stream.concat(Stream.of(POD), Stream.of(below)).toArray(String[]::new);
  }

  private static Map<String, Object> labelsOfPods(Manifest workload) {
    return Yaml.map(
        Place.all(workload.content(), "spec", "template", "metadata", "labels")
            .findFirst()
            .orElseThrow());
  }

  private static Stream<Object> named(String kind, Manifest other) {
    return Manifest.all(kind).stream()
        .filter(m -> m.name().equals(other.name()))
        .map(Manifest::content);
  }

  private static Manifest deployment(String name) {
    return Manifest.all("Deployment").stream()
        .filter(m -> m.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Set<String> names(String kind) {
    return Manifest.all(kind).stream().map(Manifest::name).collect(Collectors.toSet());
  }
}
