package featureflags.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The manifests fit together: whatever one names, another holds.
class ManifestsTest {
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
                      Manifest.pod(
                          "topologySpreadConstraints", "*", "labelSelector", "matchLabels")),
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
  void everyDeploymentHasItsBudgetAndItsNetworkPolicy() {
    var deployments = Manifest.names("Deployment");

    assertThat(Manifest.names("PodDisruptionBudget"))
        .containsExactlyInAnyOrderElementsOf(deployments);
    assertThat(Manifest.names("NetworkPolicy"))
        .hasSize(deployments.size() + 1)
        .contains("default-deny")
        .containsAll(deployments);
  }

  @Test
  void servicesStandBeforeFlagApiAndEvalServiceAndNameTheirPorts() {
    var services = Manifest.all("Service");

    assertThat(services).map(Manifest::name).containsExactlyInAnyOrder("flag-api", "eval-service");
    assertThat(services)
        .allSatisfy(service -> {
          var deployment = Manifest.deployment(service.name());
          assertThat(service.text("spec", "ports", "*", "targetPort"))
              .isEqualTo(deployment.text(Manifest.pod("containers", "*", "ports", "*", "name")));
          assertThat(service.text("spec", "ports", "*", "port"))
              .isEqualTo(
                  deployment.text(Manifest.pod("containers", "*", "ports", "*", "containerPort")));
        });
  }

  @Test
  void networkPoliciesOpenNamedPortsOnly() {
    assertThat(Manifest.all("NetworkPolicy"))
        .flatExtracting(m -> m.texts("spec", "ingress", "*", "ports", "*", "port"))
        .containsOnly("http");
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
            assertThat(m.texts(Manifest.pod("containers", "*", "volumeMounts", "*", "mountPath")))
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
  void noPodHasARightAndPeopleMayOnlyRead() {
    assertThat(Manifest.all("ServiceAccount"))
        .allSatisfy(m -> assertThat(m.text("automountServiceAccountToken")).isEqualTo("false"));
    assertThat(Manifest.all("RoleBinding"))
        .allSatisfy(m -> {
          assertThat(m.texts("subjects", "*", "kind")).containsOnly("Group");
          assertThat(Manifest.names("Role")).contains(m.text("roleRef", "name"));
        });
    assertThat(Manifest.all("Role"))
        .allSatisfy(m -> {
          assertThat(m.texts("rules", "*", "verbs", "*")).containsOnly("get", "list", "watch");
          assertThat(m.texts("rules", "*", "resources", "*"))
              .isNotEmpty()
              .doesNotContain("secrets", "*", "pods/exec");
        });
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
}
