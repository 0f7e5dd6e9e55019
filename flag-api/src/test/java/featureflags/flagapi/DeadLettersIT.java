package featureflags.flagapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import featureflags.postgres.DeadLetters;
import featureflags.postgres.Postgres;
import featureflags.redis.EvaluationStream;
import featureflags.redis.Redis;
import featureflags.redis.RedisAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Dead letters over HTTP: looked at, and put into the stream again.
class DeadLettersIT {
  private final RunningApi api = RunningApi.fresh();
  private final Postgres postgres =
      Postgres.open(FlagApi.address(api.settings().postgres()), "test", 1);
  private final DeadLetters letters = new DeadLetters(postgres);
  private final Redis redis =
      new Redis(new RedisAddress(api.redis().host(), api.redis().port(), ""));
  private final EvaluationStream stream = new EvaluationStream(redis);

  @AfterEach
  void stop() {
    stream.close();
    redis.close();
    postgres.close();
    api.close();
  }

  @Test
  void theyAreListedNewestFirstAndTheirEntriesReadAsTheyCame() {
    letters.keep("1-0", "{}".getBytes(UTF_8), "no events");
    letters.keep("2-0", new byte[] {(byte) 0xff}, "not JSON");

    var page = api.get("/dead-letters?limit=1").expect(200);
    var next = api.get("/dead-letters?limit=1&cursor=" + page.at("/nextCursor")).expect(200);

    assertThat(page.at("/items/0/streamId")).isEqualTo("2-0");
    assertThat(page.at("/items/0/error")).isEqualTo("not JSON");
    assertThat(page.at("/items/0/size")).isEqualTo(1L);
    assertThat(next.at("/items/0/streamId")).isEqualTo("1-0");
    assertThat(api.get("/dead-letters/%s/entry".formatted(next.at("/items/0/id"))).text())
        .isEqualTo("{}");
    assertThat(api.get("/dead-letters/%s/entry".formatted(page.at("/items/0/id"))).body())
        .containsExactly(0xff);
  }

  @Test
  void oneThatIsReplayedIsInTheStreamAgainAndNoLetterAnyMore() {
    letters.keep("1-0", "the entry".getBytes(UTF_8), "why");
    Object id = api.get("/dead-letters").at("/items/0/id");

    var replayed = api.post("/dead-letters/%s/replay".formatted(id), "").expect(200);

    var entries = stream.read("test", 10, Duration.ofSeconds(5));
    assertThat(entries).hasSize(1);
    assertThat(entries.getFirst().payload()).asString(UTF_8).isEqualTo("the entry");
    assertThat(replayed.at("/streamId")).isEqualTo(entries.getFirst().id());
    assertThat(api.get("/dead-letters").each("/items", "id")).isEmpty();
    api.post("/dead-letters/%s/replay".formatted(id), "").expect(404);
  }

  @Test
  void whatIsNoLetterIsNotFoundAndAnotherSiteMayNotReplay() {
    letters.keep("1-0", "the entry".getBytes(UTF_8), "why");
    Object id = api.get("/dead-letters").at("/items/0/id");

    for (String other : List.of("0", "-1", "x", "99999999999999999999")) {
      api.get("/dead-letters/%s/entry".formatted(other)).expect(404);
      api.post("/dead-letters/%s/replay".formatted(other), "").expect(404);
    }
    api.call("POST", "/dead-letters/%s/replay".formatted(id))
        .with("Sec-Fetch-Site", "cross-site")
        .send("")
        .expect(403);
    assertThat(letters.count()).isEqualTo(1);
  }
}
