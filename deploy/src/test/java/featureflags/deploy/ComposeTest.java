package featureflags.deploy;

import static java.util.Locale.ROOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ComposeTest {
  private static final String FILE = Repository.text("compose.yaml");
  private static final Map<String, Object> COMPOSE = Compose.parse(FILE);
  private static final List<String> OURS = List.of("flag-api", "eval-service", "audit-worker");

  @Test
  void theFileHasTheShapeThatComposeReads() {
    assertThat(Compose.FILE.problems(COMPOSE)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          retries: 12             | retries: twelve           | /services/postgres/healthcheck/retries
          start_period: 30s       | start_periode: 30s        | /services/postgres/healthcheck/start_periode: unknown
          interval: 5s            | interval: 5               | /services/postgres/healthcheck/interval
          image: postgres:18      | image: postgres           | /services/postgres/image
          image: redis:8.2        | imagine: redis:8.2        | /services/redis/image: missing
          read_only: true         | read_only: "yes"          | /services/flag-api/read_only
          service_healthy         | service_helthy            | /services/flag-api/depends_on/postgres/condition
          depends_on:             | depends-on:               | /services/flag-api/depends-on: unknown
          POSTGRES_PORT: "5432"   | POSTGRES_PORT: 5432       | /services/flag-api/environment/POSTGRES_PORT
          POSTGRES_DB:            | postgres_db:              | /services/flag-api/environment
          target: flag-api        | stage: flag-api           | /services/flag-api/build/target: missing
          - redis-data:/data      | - redis-data              | /services/redis/volumes/0
          stop_grace_period: 60s  | stop_grace_period: a bit  | /services/postgres/stop_grace_period
          name: feature-flags     | version: "3"              | /name: missing
          """)
  void aPlantedErrorIsRefusedAndItsPlaceNamed(String good, String bad, String place) {
    var planted = Compose.parse(FILE.replace(good, bad));

    assertThat(Compose.FILE.problems(planted))
        .anySatisfy(problem -> assertThat(problem).startsWith(place));
  }

  @Test
  void aFieldThatNobodyKnowsIsRefusedWhereverItStands() {
    var planted =
        Planted.everywhere(
            COMPOSE,
            (_, node) ->
                node instanceof Map<?, ?> map
                    ? Optional.of(Planted.with(Yaml.map(map), "PLANTED", 1))
                    : Optional.empty());

    assertThat(planted)
        .hasSizeGreaterThan(20)
        .allSatisfy(copy ->
            assertThat(Compose.FILE.problems(copy.tree()))
                .anySatisfy(
                    problem -> assertThat(problem).startsWith(copy.place()).contains("PLANTED")));
  }

  @Test
  void aKeyThatComesTwiceIsRefused() {
    var twice = FILE.replace("    image: redis:8.2\n", "    image: redis:8.2\n    image: redis\n");

    assertThatThrownBy(() -> Compose.parse(twice)).hasMessageContaining("image");
  }

  @ParameterizedTest
  @ValueSource(strings = {"${POSTGRES_PASSWORD}", "$POSTGRES_PASSWORD", "${POSTGRES_PASSWORD:-"})
  void aVariableWithoutADefaultIsRefused(String variable) {
    var planted = FILE.replace("${POSTGRES_PASSWORD:-postgres}", variable);

    assertThatThrownBy(() -> Compose.parse(planted)).hasMessageContaining(variable);
  }

  @Test
  void allFiveServicesRunAndWaitForTheHealthOfThoseTheyNeed() {
    assertThat(services())
        .containsOnlyKeys("postgres", "redis", OURS.get(0), OURS.get(1), OURS.get(2));
    assertThat(needs("flag-api")).containsOnlyKeys("postgres", "redis");
    assertThat(needs("eval-service")).containsOnlyKeys("flag-api");
    assertThat(needs("audit-worker")).containsOnlyKeys("flag-api");
    assertThat(Place.texts(COMPOSE, "services", "*", "depends_on", "*", "condition"))
        .containsOnly("service_healthy");
  }

  @Test
  void ourServicesAreBuiltFromTheStageOfTheirName() {
    var images = Dockerfile.read();

    assertThat(OURS)
        .allSatisfy(service -> {
          assertThat(one(service, "build", "target")).isEqualTo(service);
          assertThat(images.stage(service).base()).isEqualTo("runtime");
        });
  }

  @Test
  void imagesAreThoseOfTheManifests() {
    var images =
        Manifest.all("Deployment").stream()
            .flatMap(m -> m.texts("spec", "template", "spec", "containers", "*", "image").stream())
            .toList();

    assertThat(OURS).map(service -> one(service, "image")).hasSameElementsAs(images);
  }

  @Test
  void ourServicesAreHealthyWhenTheyAreReady() {
    assertThat(OURS)
        .allSatisfy(service ->
            assertThat(texts(service, "healthcheck", "test", "*"))
                .containsExactly("CMD", "answers", "/ready"));
    assertThat(Dockerfile.read().stage("runtime").all("COPY"))
        .contains("--chmod=0755 deploy/answers /usr/local/bin/answers");
  }

  @Test
  void ourServicesHaveTheTimeThatTheyMayTakeToStop() {
    assertThat(OURS)
        .allSatisfy(service -> {
          var grace = Duration.parse("PT" + one(service, "stop_grace_period").toUpperCase(ROOT));
          assertThat(grace.toSeconds()).isGreaterThan(Stopping.SECONDS);
        });
  }

  @Test
  void theTwoPublishedPortsAreThoseThatTheImagesListenOn() {
    var images = Dockerfile.read();

    assertThat(texts("flag-api", "ports", "*")).containsExactly("127.0.0.1:3000:3000");
    assertThat(texts("eval-service", "ports", "*")).containsExactly("127.0.0.1:3001:3001");
    assertThat(Place.all(COMPOSE, "services", "*", "ports", "*")).hasSize(2);
    assertThat(images.stage("flag-api").variables()).containsEntry("PORT", "3000");
    assertThat(images.stage("eval-service").variables()).containsEntry("PORT", "3001");
  }

  @Test
  void everyNamedVolumeIsDeclaredAndUsedOnce() {
    var used =
        Place.texts(COMPOSE, "services", "*", "volumes", "*").stream()
            .map(volume -> volume.substring(0, volume.indexOf(':')))
            .toList();
    var declared = Yaml.map(Place.all(COMPOSE, "volumes").findFirst().orElseThrow()).keySet();

    assertThat(used).containsExactlyInAnyOrderElementsOf(declared);
  }

  @Test
  void whatTheImagesWriteIsOnAVolume() {
    var images = Dockerfile.read();

    assertThat(Stream.of("flag-api", "eval-service"))
        .allSatisfy(service -> {
          assertThat(texts(service, "volumes", "*")).containsExactly(service + "-data:/data");
          assertThat(images.stage(service).folders())
              .isNotEmpty()
              .allSatisfy(folder -> assertThat(folder).startsWith("/data/"));
        });
    assertThat(images.stage("audit-worker").folders()).isEmpty();
  }

  @Test
  void postgresKeepsItsDataWhereItsImageDoes() {
    assertThat(texts("postgres", "volumes", "*"))
        .containsExactly("postgres-data:/var/lib/postgresql");
  }

  @Test
  void redisKeepsTheStreamOnDiskAndNeverEvicts() {
    assertThat(String.join(" ", texts("redis", "command", "*")))
        .contains("--appendonly yes")
        .contains("--maxmemory-policy noeviction");
    assertThat(texts("redis", "volumes", "*")).containsExactly("redis-data:/data");
  }

  @Test
  void ourServicesReachTheStoresByTheSettingsThatTheyRead() {
    assertThat(OURS)
        .allSatisfy(service -> {
          var settings = Yaml.map(node(service, "environment"));
          assertThat(Settings.NAMES).containsAll(settings.keySet());
          assertThat(settings)
              .containsEntry("POSTGRES_HOST", "postgres")
              .containsEntry("REDIS_HOST", "redis");
          assertThat(settings).containsAllEntriesOf(Yaml.map(node("postgres", "environment")));
        });
  }

  @Test
  void ourServicesHaveAMemoryLimitThatTheHeapIsAShareOf() {
    assertThat(OURS).allSatisfy(service -> assertThat(one(service, "mem_limit")).isNotEmpty());
  }

  @Test
  void nettyCanLoadItsNativeCodeFromTheTemporaryFolder() {
    assertThat(OURS)
        .allSatisfy(service -> {
          assertThat(one(service, "read_only")).isEqualTo("true");
          assertThat(texts(service, "tmpfs", "*")).containsExactly("/tmp:exec,mode=1777");
        });
  }

  private static Map<String, Object> services() {
    return Yaml.map(Place.all(COMPOSE, "services").findFirst().orElseThrow());
  }

  private static Map<String, Object> needs(String service) {
    return Yaml.map(node(service, "depends_on"));
  }

  private static Object node(String service, String field) {
    return Place.all(COMPOSE, "services", service, field).findFirst().orElseThrow();
  }

  private static String one(String service, String... path) {
    return Place.text(services().get(service), path);
  }

  private static List<String> texts(String service, String... path) {
    return Place.texts(services().get(service), path);
  }
}
