package featureflags.evalservice;

import static featureflags.evalservice.Segments.segment;
import static featureflags.testkit.FlagBuilder.flag;
import static featureflags.testkit.RuleBuilder.when;
import static org.assertj.core.api.Assertions.assertThat;

import featureflags.catalog.Scope;
import featureflags.catalog.SegmentList;
import featureflags.engine.Condition;
import featureflags.testkit.Await;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is done to a segment reaches a running evaluator.
final class SegmentsIT {
  @TempDir private Path folder;
  private Stores stores;

  @BeforeEach
  void open() {
    stores = Stores.open();
    stores.commit(segment("beta"));
    stores.save(
        flag("f").enabled().rule(when(new Condition.InSegment("beta")).serve("on")).build());
  }

  @AfterEach
  void close() {
    stores.close();
  }

  @Test
  void theChannelBringsAnEditOfAListAndADeletion() {
    try (var service = Service.ready(stores.environment(folder))) {
      await(service, "ada", "off");
      stores.awaitListener();

      stores.include("beta", "ada");
      stores.publish(Scope.DEFAULT);
      await(service, "ada", "on");
      assertThat(service.metric("snapshot_segments")).isEqualTo(1);

      stores.sql("UPDATE flag SET segments = '{}'"); // as if nobody used it
      stores.delete("beta");
      stores.publish(Scope.DEFAULT);
      await(service, "ada", "off");
      assertThat(service.metric("snapshot_segments")).isZero();
      assertThat(stores.cache().snapshot(Scope.DEFAULT).orElseThrow().changed()).hasSize(1);
    }
  }

  @Test
  void anEditThatIsTooLongForTheChannelIsLoaded() {
    try (var service = Service.ready(stores.environment(folder))) {
      await(service, "user-1", "off");
      stores.awaitListener();

      stores.list("beta", SegmentList.INCLUDED, users(50_000));
      stores.publish(Scope.DEFAULT);

      await(service, "user-49999", "on");
    }
  }

  @Test
  void withoutRedisPostgresBringsThem() {
    try (var service = Service.ready(stores.environment(folder))) {
      await(service, "ada", "off");
      stores.redis().kill();

      stores.list("beta", SegmentList.INCLUDED, users(5_000));

      await(service, "user-4999", "on");
    }
  }

  @Test
  void withoutBothStoresAServiceStartsFromItsFiles() {
    stores.list("beta", SegmentList.INCLUDED, users(5_000));
    stores.list("beta", SegmentList.EXCLUDED, List.of("user-7").iterator());
    stores.publish(Scope.DEFAULT);
    try (var service = Service.ready(stores.environment(folder))) {
      await(service, "user-8", "on");
    }

    try (var service = Service.ready(Stores.nowhere(stores.environment(folder)))) {
      assertThat(serves(service, "user-4999")).isEqualTo("on");
      assertThat(serves(service, "user-7")).isEqualTo("off");
    }
  }

  @Test
  void aSegmentOfANewerEngineHasNobodyAndIsTold() {
    stores.include("beta", "ada");
    stores.sql("UPDATE segment SET body = '{\"key\":\"beta\",\"until\":2030}'");
    stores.publish(Scope.DEFAULT);

    try (var service = Service.ready(stores.environment(folder))) {
      await(service, "ada", "off");
      assertThat(service.get("/ready").at("quarantined")).isEqualTo("1");
      assertThat(service.metric("snapshot_quarantined")).isEqualTo(1);

      // The segment first: who reads between the two statements then misses nothing.
      stores.sql(
          "UPDATE segment SET body = '%s', version = version + 1, revision ="
                  .formatted(definition())
              + " (SELECT revision + 1 FROM environment WHERE key = 'production')");
      stores.sql("UPDATE environment SET revision = revision + 1 WHERE key = 'production'");
      stores.publish(Scope.DEFAULT);

      await(service, "ada", "on");
      assertThat(service.get("/ready").at("quarantined")).isEqualTo("0");
    }
  }

  private static String definition() {
    return Segments.definition("beta", 3, 1).text();
  }

  private static Iterator<String> users(int count) {
    return IntStream.range(0, count).mapToObj(i -> "user-" + i).iterator();
  }

  private static void await(Service service, String user, String variant) {
    Await.until(user, Service.PATIENCE, () -> serves(service, user), variant::equals);
  }

  private static String serves(Service service, String user) {
    return service
        .post("/evaluate", "{\"flagKey\":\"f\",\"context\":{\"userId\":\"%s\"}}".formatted(user))
        .at("variant");
  }
}
