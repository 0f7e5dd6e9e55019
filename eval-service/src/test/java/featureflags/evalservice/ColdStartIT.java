package featureflags.evalservice;

import static featureflags.testkit.FlagBuilder.flag;
import static org.assertj.core.api.Assertions.assertThat;

import featureflags.catalog.Scope;
import featureflags.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a service starts from, whichever store is there.
final class ColdStartIT {
  private static final String ALL = "{\"context\":{\"userId\":\"u\"}}";

  @TempDir private Path folder;
  private Stores stores;

  @BeforeEach
  void open() {
    stores = Stores.open();
  }

  @AfterEach
  void close() {
    stores.close();
  }

  @Test
  void withAnEmptyRedisItStartsFromPostgresAndRefillsRedis() {
    stores.commit(Scope.DEFAULT, flag("a").enabled().rollout(100).build());

    try (var service = Service.ready(stores.environment(folder))) {
      service.awaitServes("a", "on");
    }

    var refilled = stores.cache().snapshot(Scope.DEFAULT).orElseThrow();
    assertThat(refilled).isEqualTo(stores.source().newerThan(Scope.DEFAULT, 0).orElseThrow());
    assertThat(stores.cache().revisions().keySet())
        .containsExactlyInAnyOrder(
            Scope.DEFAULT, new Scope("default", "development"), new Scope("default", "staging"));
  }

  @Test
  void withoutPostgresItStartsFromRedis() {
    stores.save(flag("a").enabled().rollout(100).build());
    Map<String, String> environment = new HashMap<>(stores.environment(folder));
    environment.put("POSTGRES_PORT", "1");

    try (var service = Service.ready(environment)) {
      assertThat(service.serves("a")).isEqualTo("on");
    }
  }

  @Test
  void onAStaleCacheItReachesTheRevisionOfPostgres() {
    stores.save(flag("a").build());
    stores.commit(Scope.DEFAULT, flag("a").enabled().rollout(100).build());

    try (var service = Service.ready(stores.environment(folder))) {
      service.awaitServes("a", "on");
    }
  }

  @Test
  void withoutBothItStartsFromItsFileAndGivesTheSameAnswers() {
    stores.save(
        flag("a").enabled().rollout(100).build(),
        flag("b").enabled().rollout(50).build(),
        flag("c").build());
    Scope other = stores.place("shop", "test");
    stores.commit(other, flag("d").enabled().rollout(100).build());
    stores.publish(other);
    String before;
    try (var service = Service.ready(stores.environment(folder))) {
      service.awaitServes("c", "off");
      before = service.post("/evaluate/batch", ALL).body();
    }

    try (var service = Service.ready(Stores.nowhere(stores.environment(folder)))) {
      assertThat(service.post("/evaluate/batch", ALL).body()).isEqualTo(before);
      assertThat(
              service
                  .post("/projects/shop/environments/test/evaluate", "{\"flagKey\":\"d\"}")
                  .at("variant"))
          .isEqualTo("on");
      assertThat(service.post("/projects/shop/environments/new/evaluate/batch", "{}").status())
          .as("perhaps it was made since")
          .isEqualTo(503);
    }
  }

  @Test
  void aCacheThatLacksAnEnvironmentIsMadeUpForByPostgres() {
    stores.save(flag("a").build());
    Scope other = stores.place("shop", "test");
    stores.commit(other, flag("d").enabled().rollout(100).build());

    try (var service = Service.ready(stores.environment(folder))) {
      var answer =
          Await.until(
              "the environment",
              Service.PATIENCE,
              () ->
                  service.post("/projects/shop/environments/test/evaluate", "{\"flagKey\":\"d\"}"),
              seen -> seen.status() != 503);

      assertThat(answer.at("variant")).isEqualTo("on");
    }
  }

  @Test
  void theFileFollowsTheSnapshotWithoutAClose() {
    stores.save(flag("a").build());

    try (var service = Service.ready(stores.environment(folder))) {
      stores.save(flag("a").enabled().rollout(100).build());
      service.awaitServes("a", "on");
      long held = stores.cache().revisions().getOrDefault(Scope.DEFAULT, 0L);

      Await.until(
          "the file",
          Service.PATIENCE,
          () ->
              new SnapshotFiles(folder.resolve("snapshots"))
                  .read().stream()
                      .filter(kept -> kept.scope().equals(Scope.DEFAULT))
                      .mapToLong(kept -> kept.to())
                      .sum(),
          kept -> kept == held);
    }
  }

  @Test
  void aDamagedFileIsPassedOver() throws IOException {
    stores.save(flag("a").enabled().rollout(100).build());
    Path file = folder.resolve("snapshots/default/production.snapshot");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "feature-flag-snapshot 1 00000000\n{}");

    try (var service = Service.start(Stores.nowhere(stores.environment(folder)))) {
      assertThat(service.get("/ready").status()).isEqualTo(503);
    }
    try (var service = Service.ready(stores.environment(folder))) {
      service.awaitServes("a", "on");
    }
  }

  @Test
  void withNothingAtAllItIsAliveButNotReadyUntilTheStoresCome() {
    stores.save(flag("a").enabled().rollout(100).build());
    stores.redis().kill();
    stores.postgres().kill();

    try (var service = Service.start(stores.environment(folder))) {
      assertThat(service.get("/health").status()).isEqualTo(200);
      assertThat(service.get("/ready").status()).isEqualTo(503);
      assertThat(service.get("/ready").at("checks", "snapshot")).contains("no snapshot");
      for (String path : new String[] {"/evaluate", "/projects/p/environments/e/evaluate"}) {
        var answer = service.post(path, "{\"flagKey\":\"a\"}");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
      }

      stores.postgres().restart();
      service.awaitReady();
      service.awaitServes("a", "on");
    }
  }
}
