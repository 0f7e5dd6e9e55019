package featureflags.evalservice;

import static featureflags.testkit.FlagBuilder.flag;
import static org.assertj.core.api.Assertions.assertThat;

import featureflags.catalog.Announcement;
import featureflags.catalog.Delta;
import featureflags.catalog.Scope;
import featureflags.engine.Flag;
import featureflags.testkit.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The ways by which a change reaches a running evaluator, each without the others.
final class CacheInvalidationIT {
  private Stores stores;
  private Service service;
  private long revision;

  @BeforeEach
  void start(@TempDir Path folder) {
    stores = Stores.open();
    stores.save(off("a"), off("b"));
    service = Service.ready(stores.environment(folder));
    stores.awaitListener();
    // Each listener, when it begins, has all revisions looked at: that is over when what it brings
    // is answered.
    stores.commit(Scope.DEFAULT, off("announced"));
    service.awaitServes("announced", "off");
    stores.save(off("carried"));
    service.awaitServes("carried", "off");
    revision = stores.cache().revisions().getOrDefault(Scope.DEFAULT, 0L);
  }

  @AfterEach
  void stop() {
    service.close();
    stores.close();
  }

  @Test
  void aSavedFlagIsAnsweredWithinAQuarterOfASecond() {
    var waits = new ArrayList<Duration>();

    for (int i = 0; i < 20; i++) {
      stores.save(i % 2 == 0 ? on("a") : off("a"));
      waits.add(service.awaitServes("a", i % 2 == 0 ? "on" : "off"));
    }

    waits.sort(null);
    assertThat(waits.get(waits.size() / 2)).isLessThan(Duration.ofMillis(250));
  }

  @Test
  void theChannelAloneBringsAChange() {
    announce(revision, revision + 1, on("a"));

    var wait = service.awaitServes("a", "on");

    assertThat(wait).isLessThan(Duration.ofMillis(900));
    assertThat(service.serves("b")).isEqualTo("off");
  }

  @Test
  void aGapInTheRevisionsLeadsToAReload() {
    cache(revision, revision + 2, on("a"), on("b"));

    announce(revision + 1, revision + 2, on("b"));

    service.awaitServes("b", "on");
    assertThat(service.serves("a")).isEqualTo("on");
  }

  @Test
  void aLostMessageIsMadeUpForByTheRevisionCheck() {
    cache(revision, revision + 1, on("a"));

    var wait = service.awaitServes("a", "on");

    assertThat(wait).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void aRevisionThatIsOnlyNamedIsLoaded() {
    cache(revision, revision + 1, on("a"));

    stores.channel().publish(new Announcement.Named(Scope.DEFAULT, revision + 1));

    service.awaitServes("a", "on");
  }

  @Test
  void lateRepeatedAndOutrunMessagesChangeNothing() {
    announce(revision, revision + 1, on("a"));
    announce(revision + 1, revision + 2, on("b"));
    service.awaitServes("b", "on");

    announce(revision, revision + 1, off("a"));
    announce(0, revision, off("a"), off("b"));
    announce(revision + 2, revision + 3, on("c"));

    service.awaitServes("c", "on");
    assertThat(service.serves("a")).isEqualTo("on");
    assertThat(service.serves("b")).isEqualTo("on");
  }

  @Test
  void aStaleCacheIsOvertakenWhenPostgresAnnouncesAChangeAndIsRefilled() {
    stores.commit(Scope.DEFAULT, on("a"));

    var wait = service.awaitServes("a", "on");

    assertThat(wait).isLessThan(Duration.ofSeconds(1));
    Await.until(
        "the cache to be refilled",
        Service.PATIENCE,
        () -> stores.cache().revisions().get(Scope.DEFAULT),
        cached -> cached != null && cached == revision + 1);
  }

  @Test
  void withoutRedisPostgresBringsAChange() {
    stores.redis().kill();

    stores.commit(Scope.DEFAULT, on("a"));
    var wait = service.awaitServes("a", "on");

    assertThat(wait).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void theChannelIsHeardAgainAfterRedisWasRestarted() {
    stores.restartRedis();
    stores.awaitListener();

    announce(revision, revision + 1, on("a"));

    service.awaitServes("a", "on");
  }

  @Test
  void anArchivedFlagIsGoneAndARestoredOneIsBack() {
    stores.archive("a");
    stores.publish(Scope.DEFAULT);
    service.awaitServes("a", "FLAG_NOT_FOUND");

    stores.restore("a");
    stores.publish(Scope.DEFAULT);
    service.awaitServes("a", "off");
  }

  @Test
  void aNewEnvironmentBecomesVisible() {
    String path = "/projects/shop/environments/test/evaluate";
    String body = "{\"flagKey\":\"a\"}";
    Await.until(
        "what is there",
        Service.PATIENCE,
        () -> service.post(path, body).status(),
        status -> status == 404);

    Scope scope = stores.place("shop", "test");
    stores.publish(scope);
    Await.until(
        "the environment",
        Service.PATIENCE,
        () -> service.post(path, body).at("errorCode"),
        "FLAG_NOT_FOUND"::equals);
    stores.commit(scope, on("a"));

    Await.until(
        "its first flag",
        Service.PATIENCE,
        () -> service.post(path, body).at("variant"),
        "on"::equals);
    assertThat(service.serves("a")).isEqualTo("off");
  }

  private void announce(long from, long to, Flag... changed) {
    stores.channel().publish(new Announcement.Carried(delta(from, to, changed)));
  }

  private void cache(long from, long to, Flag... changed) {
    stores.cache().apply(delta(from, to, changed));
  }

  private static Delta delta(long from, long to, Flag... changed) {
    var documents = List.of(changed).stream().map(flag -> Stores.document(flag, (int) to)).toList();
    return new Delta(Scope.DEFAULT, from, to, documents, List.of());
  }

  private static Flag on(String key) {
    return flag(key).enabled().rollout(100).build();
  }

  private static Flag off(String key) {
    return flag(key).build();
  }
}
