package featureflags.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerfileTest {
  private static final Dockerfile IMAGES = Dockerfile.read();
  private static final List<String> SERVICES = List.of("flag-api", "eval-service", "audit-worker");
  private static final Map<String, String> MAIN_CLASSES =
      Map.of(
          "flag-api", "featureflags.flagapi.Main",
          "eval-service", "featureflags.evalservice.Main",
          "audit-worker", "featureflags.auditworker.Main");

  @Test
  void itBuildsOnAJdkAndRunsOnAJre() {
    assertThat(IMAGES.stages())
        .map(Dockerfile.Stage::name)
        .containsExactly("build", "runtime", "flag-api", "eval-service", "audit-worker");
    assertThat(IMAGES.stage("build").base()).isEqualTo("eclipse-temurin:25-jdk-noble");
    assertThat(IMAGES.stage("runtime").base()).isEqualTo("eclipse-temurin:25-jre-noble");
  }

  @Test
  void theModulesThatItBuildsAreModulesOfTheProject() {
    var modules =
        Pattern.compile("-pl (\\S+)")
            .matcher(IMAGES.stage("build").only("RUN"))
            .results()
            .flatMap(match -> Stream.of(match.group(1).split(",")))
            .toList();

    assertThat(modules).containsExactlyElementsOf(SERVICES);
    assertThat(modules()).containsAll(modules);
  }

  @Test
  void everyImageTakesWhatThePackageOfItsModuleLeaves() {
    var left = "<outputDirectory>${project.build.directory}/dist/lib</outputDirectory>";

    assertThat(SERVICES)
        .allSatisfy(service -> {
          assertThat(IMAGES.stage(service).only("COPY"))
              .isEqualTo("--from=build /src/%s/target/dist/lib lib".formatted(service));
          assertThat(Repository.text(service + "/pom.xml")).contains(left);
        });
    assertThat(Repository.text("pom.xml")).contains(left);
  }

  @Test
  void everyImageStartsTheMainClassOfItsService() {
    assertThat(SERVICES)
        .allSatisfy(service -> {
          var main = MAIN_CLASSES.get(service);
          assertThat(IMAGES.stage(service).command())
              .startsWith("java")
              .endsWith("-cp", "lib/*", main);
        });
  }

  @Test
  void theMainClassesAreInTheirModules() {
    assertThat(SERVICES)
        .filteredOn(service -> Files.exists(Repository.path(service + "/src/main/java")))
        .allSatisfy(service ->
            assertThat(
                    Repository.path(
                        "%s/src/main/java/%s.java"
                            .formatted(
                                service, IMAGES.stage(service).mainClass().replace('.', '/'))))
                .exists());
  }

  @Test
  void noServiceRunsAsRoot() {
    assertThat(IMAGES.stage("runtime").user()).matches("[1-9][0-9]{3,}:[1-9][0-9]{3,}");
    assertThat(SERVICES).allSatisfy(s -> assertThat(IMAGES.stage(s).all("USER")).isEmpty());
  }

  @Test
  void everyImageSaysItsPort() {
    assertThat(SERVICES)
        .allSatisfy(service ->
            assertThat(IMAGES.stage(service).only("EXPOSE"))
                .isEqualTo(IMAGES.stage(service).variables().get("PORT")));
    assertThat(SERVICES)
        .allSatisfy(
            s -> assertThat(Settings.NAMES).containsAll(IMAGES.stage(s).variables().keySet()));
  }

  @Test
  void everyServiceNamesItsCollectorAndBoundsItsHeap() {
    assertThat(SERVICES)
        .allSatisfy(service ->
            assertThat(IMAGES.stage(service).command())
                .contains(
                    service.equals("eval-service") ? "-XX:+UseZGC" : "-XX:+UseG1GC",
                    "-XX:+UseCompactObjectHeaders",
                    "-XX:MaxRAMPercentage=60",
                    "-XX:+ExitOnOutOfMemoryError",
                    "--enable-native-access=ALL-UNNAMED"));
  }

  @Test
  void evalServiceIsRehearsedAsItIsStarted() {
    String rehearsal = IMAGES.stage("eval-service").only("RUN");
    List<String> start = IMAGES.stage("eval-service").command();

    assertThat(rehearsal)
        .startsWith("java -XX:AOTCacheOutput=aot/cache ")
        .endsWith("-cp \"lib/*\" featureflags.evalservice.Rehearsal");
    assertThat(start).contains("-XX:AOTCache=aot/cache");
    assertThat(rehearsal.split(" "))
        .containsAll(start.stream().filter(DockerfileTest::bindsTheCache).toList());
    assertThat(
            Repository.path("eval-service/src/main/java/featureflags/evalservice/Rehearsal.java"))
        .exists();
  }

  /// The cache of one collector or class path is none for another.
  private static boolean bindsTheCache(String flag) {
    return flag.matches("-XX:\\+Use.*|--enable-native-access=.*");
  }

  @Test
  void thisJvmKnowsEveryFlag() throws IOException, InterruptedException {
    for (var service : SERVICES) {
      var command = new ArrayList<>(IMAGES.stage(service).command());
      command.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
      var flags = new ArrayList<>(command.subList(0, command.indexOf("-cp")));
      flags.removeIf(flag -> flag.startsWith("-XX:AOTCache=")); // the file is in the image only
      flags.add("-version");

      var java = new ProcessBuilder(flags).redirectErrorStream(true).start();

      assertThat(java.inputReader().readAllAsString())
          .doesNotContainIgnoringCase("warning")
          .doesNotContainIgnoringCase("unrecognized");
      assertThat(java.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(java.exitValue()).isZero();
    }
  }

  @Test
  void theBuildSeesEveryModuleAndTheWrapper() {
    var seen =
        Stream.concat(
            Stream.of(
                "pom.xml",
                "mvnw",
                ".mvn/jvm.config",
                ".mvn/maven.config",
                ".mvn/wrapper/maven-wrapper.properties",
                ".gitattributes",
                "deploy/answers"),
            modules().stream()
                .flatMap(
                    module -> Stream.of(module + "/pom.xml", module + "/src/main/java/A.java")));

    assertThat(seen).noneMatch(DockerfileTest::ignored);
    assertThat(IMAGES.stage("build").all("COPY")).containsExactly(". .");
  }

  @Test
  void theBuildDoesNotSeeWhatWouldMakeItStartAnew() {
    assertThat(Stream.of(".git", "compose.yaml", "README.md", "flag-api/target", "data"))
        .allMatch(DockerfileTest::ignored);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          FROM eclipse-temurin:25-jre-noble               | has no name
          RUN true                                        | before FROM
          FORM eclipse-temurin:25-jre-noble AS runtime    | is no known instruction
          """)
  void aPlantedErrorIsRefused(String text, String problem) {
    assertThatThrownBy(() -> Dockerfile.parse(text)).hasMessageContaining(problem);
  }

  @Test
  void aCommandForAShellIsRefused() {
    var stage = Dockerfile.parse("FROM a AS b\nENTRYPOINT java Main").stage("b");

    assertThatThrownBy(stage::command).hasMessageContaining("java Main");
  }

  private static List<String> modules() {
    return Pattern.compile("<module>([^<]+)</module>")
        .matcher(Repository.text("pom.xml"))
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  /// Patterns without a `!`; one that names a folder stands for all below it.
  private static boolean ignored(String file) {
    return Repository.text(".dockerignore")
        .lines()
        .map(pattern -> FileSystems.getDefault().getPathMatcher("glob:" + pattern))
        .anyMatch(matcher ->
            Stream.iterate(Path.of(file), path -> path != null, Path::getParent)
                .anyMatch(matcher::matches));
  }
}
