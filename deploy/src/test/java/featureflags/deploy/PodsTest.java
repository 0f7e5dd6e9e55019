package featureflags.deploy;

import static featureflags.deploy.Manifest.pod;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The pods that the deployments and the job start.
class PodsTest {
  @Test
  void theListenedPortsAreThoseOfTheImages() {
    var images = Dockerfile.read();

    assertThat(Manifest.all("Deployment"))
        .allSatisfy(m ->
            assertThat(m.text(pod("containers", "*", "ports", "*", "containerPort")))
                .isEqualTo(images.stage(m.name()).variables().get("PORT")));
  }

  @Test
  void aPodIsKilledOnlyWhenItDoesNotAnswer() {
    assertThat(Manifest.all("Deployment"))
        .allSatisfy(m -> assertProbe(m, "livenessProbe", "/health"));
  }

  @Test
  void flagApiStaysInItsServiceWhileAStoreIsAwayButStartsWithBoth() {
    var flagApi = Manifest.deployment("flag-api");

    assertProbe(flagApi, "startupProbe", "/ready");
    assertProbe(flagApi, "readinessProbe", "/health");
  }

  @Test
  void evalServiceStartsWithoutTheStoresAndIsReadyWhenItHoldsASnapshot() {
    var evalService = Manifest.deployment("eval-service");

    assertProbe(evalService, "startupProbe", "/health");
    assertProbe(evalService, "readinessProbe", "/ready");
  }

  @Test
  void auditWorkerIsReadyWhenItReachesTheStores() {
    var auditWorker = Manifest.deployment("audit-worker");

    assertProbe(auditWorker, "startupProbe", "/health");
    assertProbe(auditWorker, "readinessProbe", "/ready");
  }

  @Test
  void everyReferenceIsToAnObjectOfTheFolder() {
    assertThat(Manifest.workloads())
        .allSatisfy(m -> {
          assertThat(m.texts(pod("containers", "*", "envFrom", "*", "configMapRef", "name")))
              .isNotEmpty()
              .isSubsetOf(Manifest.names("ConfigMap"));
          assertThat(m.texts(pod("volumes", "*", "secret", "secretName")))
              .isNotEmpty()
              .isSubsetOf(Manifest.names("Secret"));
          assertThat(m.texts(pod("serviceAccountName")))
              .containsExactly(m.name())
              .isSubsetOf(Manifest.names("ServiceAccount"));
        });
  }

  @Test
  void everyMountedVolumeIsDeclaredAndEveryDeclaredOneMounted() {
    assertThat(Manifest.workloads())
        .allSatisfy(m ->
            assertThat(m.texts(pod("containers", "*", "volumeMounts", "*", "name")))
                .containsExactlyInAnyOrderElementsOf(m.texts(pod("volumes", "*", "name"))));
  }

  @Test
  void theFoldersThatTheImagesWriteToAreMounted() {
    var images = Dockerfile.read();

    assertThat(Manifest.all("Deployment"))
        .allSatisfy(m -> {
          var mounts = m.texts(pod("containers", "*", "volumeMounts", "*", "mountPath"));
          assertThat(mounts).contains("/tmp");
          assertThat(images.stage(m.name()).folders())
              .allSatisfy(folder ->
                  assertThat(mounts)
                      .anySatisfy(mount -> assertThat(folder).startsWith(mount + "/")));
        });
  }

  @Test
  void everyImageHasTheOneTag() {
    var images =
        Manifest.workloads().stream()
            .flatMap(m -> m.texts(pod("containers", "*", "image")).stream())
            .toList();

    assertThat(images).map(image -> image.substring(image.indexOf(':') + 1)).containsOnly("1.0.0");
    assertThat(Manifest.all("Deployment"))
        .allSatisfy(m ->
            assertThat(m.text(pod("containers", "*", "image")))
                .isEqualTo("feature-flags/%s:1.0.0".formatted(m.name())));
  }

  @Test
  void theMigrationRunsFlagApisImageWithItsCommand() {
    var job = Manifest.all("Job").getFirst();

    assertThat(job.texts(pod("containers", "*", "image")))
        .isEqualTo(Manifest.deployment("flag-api").texts(pod("containers", "*", "image")));
    assertThat(job.texts(pod("containers", "*", "args", "*"))).containsExactly("migrate");
  }

  @Test
  void everyPodIsLockedDown() {
    var user = Dockerfile.read().stage("runtime").user();

    assertThat(Manifest.workloads())
        .allSatisfy(m -> {
          var pod = m.content();
          assertThat(m.text(pod("automountServiceAccountToken"))).isEqualTo("false");
          assertThat(m.text(pod("enableServiceLinks"))).isEqualTo("false");
          assertThat(Place.text(pod, pod("securityContext", "runAsNonRoot"))).isEqualTo("true");
          assertThat(
                  Place.text(pod, pod("securityContext", "runAsUser"))
                      + ":"
                      + Place.text(pod, pod("securityContext", "runAsGroup")))
              .isEqualTo(user);
          assertThat(Place.text(pod, pod("securityContext", "seccompProfile", "type")))
              .isEqualTo("RuntimeDefault");
          assertThat(container(m, "readOnlyRootFilesystem")).isEqualTo("true");
          assertThat(container(m, "allowPrivilegeEscalation")).isEqualTo("false");
          assertThat(
                  m.texts(pod("containers", "*", "securityContext", "capabilities", "drop", "*")))
              .containsExactly("ALL");
        });
  }

  @Test
  void aRolloutNeverTakesAPodBeforeItsSuccessorIsReady() {
    assertThat(Manifest.all("Deployment"))
        .allSatisfy(m -> {
          assertThat(m.text("spec", "strategy", "rollingUpdate", "maxUnavailable")).isEqualTo("0");
          assertThat(Integer.parseInt(m.text("spec", "replicas"))).isGreaterThan(1);
        });
  }

  @Test
  void aPodHasTheTimeThatItMayTakeToStop() {
    assertThat(Manifest.all("Deployment"))
        .allSatisfy(m -> {
          var before =
              m.texts(pod("containers", "*", "lifecycle", "preStop", "sleep", "seconds")).stream()
                  .mapToInt(Integer::parseInt)
                  .sum();
          assertThat(Integer.parseInt(m.text(pod("terminationGracePeriodSeconds"))))
              .isGreaterThan(before + Stopping.SECONDS);
        });
  }

  @Test
  void everyContainerHasAMemoryLimitThatItsHeapIsAShareOf() {
    assertThat(Manifest.workloads())
        .allSatisfy(m -> {
          var limit = m.text(pod("containers", "*", "resources", "limits", "memory"));
          assertThat(limit).matches("[0-9]+[MG]i");
          assertThat(m.text(pod("containers", "*", "resources", "requests", "memory")))
              .isEqualTo(limit);
        });
  }

  private static void assertProbe(Manifest m, String probe, String path) {
    assertThat(m.text(pod("containers", "*", probe, "httpGet", "path")))
        .as("%s of %s", probe, m)
        .isEqualTo(path);
    assertThat(m.text(pod("containers", "*", probe, "httpGet", "port")))
        .as("%s of %s", probe, m)
        .isEqualTo(m.text(pod("containers", "*", "ports", "*", "name")));
  }

  private static String container(Manifest m, String field) {
    return m.text(pod("containers", "*", "securityContext", field));
  }
}
