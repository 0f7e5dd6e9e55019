package featureflags.evalservice;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.fail;

import featureflags.catalog.Announcement;
import featureflags.catalog.Author;
import featureflags.catalog.Delta;
import featureflags.catalog.Document;
import featureflags.catalog.Draft;
import featureflags.catalog.Entry;
import featureflags.catalog.EvaluationEvent;
import featureflags.catalog.Recorded;
import featureflags.catalog.Scope;
import featureflags.catalog.SegmentDraft;
import featureflags.catalog.SegmentEntry;
import featureflags.catalog.SegmentList;
import featureflags.catalog.Unavailable;
import featureflags.embedded.Database;
import featureflags.embedded.PostgresServer;
import featureflags.embedded.RedisServer;
import featureflags.embedded.TestStores;
import featureflags.engine.Flag;
import featureflags.json.EntryShape;
import featureflags.json.PlaceShape;
import featureflags.json.StreamEntryShape;
import featureflags.json.ValueWriter;
import featureflags.postgres.Expected;
import featureflags.postgres.FlagStore;
import featureflags.postgres.ListName;
import featureflags.postgres.Migrations;
import featureflags.postgres.Places;
import featureflags.postgres.Postgres;
import featureflags.postgres.PostgresAddress;
import featureflags.postgres.SegmentStore;
import featureflags.postgres.SnapshotSource;
import featureflags.redis.ChangeChannel;
import featureflags.redis.EvaluationStream;
import featureflags.redis.Outcome;
import featureflags.redis.Redis;
import featureflags.redis.RedisAddress;
import featureflags.redis.SnapshotCache;
import featureflags.testkit.Await;
import featureflags.testkit.EntryBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// A new PostgreSQL database and an empty Redis, and flag-api's hand in both: [#save] does all that
/// a saved flag leads to, its parts do as much of it as a test wants.
final class Stores implements AutoCloseable {
  private static final Expected ANY = new Expected.Any();
  private static final Author AUTHOR = new Author("a test", "a request");

  /// A port that only the system could listen on, and does not.
  private static final String NOBODY_LISTENS = "1";

  private final PostgresServer postgresServer = TestStores.postgres();
  private final RedisServer redisServer = TestStores.freshRedis();
  private final Database database = TestStores.freshDatabase();
  private final Postgres postgres;
  private final FlagStore flags;
  private final SegmentStore segments;
  private final Redis redis =
      new Redis(new RedisAddress(redisServer.host(), redisServer.port(), ""));
  private final SnapshotCache cache = new SnapshotCache(redis);
  private final ChangeChannel channel = new ChangeChannel(redis);
  private final EvaluationStream stream = new EvaluationStream(redis);

  private Stores() {
    var address =
        new PostgresAddress(
            database.host(),
            database.port(),
            database.name(),
            database.user(),
            database.password());
    Migrations.run(address);
    postgres = Postgres.open(address, "test", 2);
    flags = new FlagStore(postgres, Clock.systemUTC());
    segments = new SegmentStore(postgres, Clock.systemUTC());
  }

  static Stores open() {
    return new Stores();
  }

  PostgresServer postgres() {
    return postgresServer;
  }

  RedisServer redis() {
    return redisServer;
  }

  SnapshotCache cache() {
    return cache;
  }

  ChangeChannel channel() {
    return channel;
  }

  SegmentStore segments() {
    return segments;
  }

  /// Stores a segment without keys, in PostgreSQL alone.
  void commit(SegmentDraft segment) {
    segments.create(Scope.DEFAULT, segment, List.of(), AUTHOR);
  }

  /// Puts these keys in the place of all others in a list, in PostgreSQL alone.
  SegmentEntry list(String segment, SegmentList list, Iterator<String> keys) {
    return done(segments.replace(new ListName(Scope.DEFAULT, segment, list), ANY, keys, AUTHOR));
  }

  /// Adds a key to those that are included, in PostgreSQL alone.
  SegmentEntry include(String segment, String key) {
    return done(
        segments.add(
            new ListName(Scope.DEFAULT, segment, SegmentList.INCLUDED),
            ANY,
            List.of(key).iterator(),
            AUTHOR));
  }

  private static SegmentEntry done(SegmentStore.Listed listed) {
    return listed instanceof SegmentStore.Listed.Done(SegmentEntry entry)
        ? entry
        : fail(listed.toString());
  }

  /// Deletes a segment, in PostgreSQL alone.
  void delete(String segment) {
    segments.delete(Scope.DEFAULT, segment, ANY, AUTHOR);
  }

  SnapshotSource source() {
    return new SnapshotSource(postgres);
  }

  /// The variables of a service that uses these stores, on any free port, with its files in the
  /// folder.
  Map<String, String> environment(Path folder) {
    var variables = new HashMap<String, String>();
    variables.put("PORT", "0");
    variables.put("HTTP_EVENT_LOOPS", "2");
    variables.put("POSTGRES_HOST", database.host());
    variables.put("POSTGRES_PORT", Integer.toString(database.port()));
    variables.put("POSTGRES_DB", database.name());
    variables.put("POSTGRES_USER", database.user());
    variables.put("POSTGRES_PASSWORD", database.password());
    variables.put("REDIS_HOST", redisServer.host());
    variables.put("REDIS_PORT", Integer.toString(redisServer.port()));
    variables.put("SNAPSHOT_DIR", folder.resolve("snapshots").toString());
    variables.put("SPOOL_DIR", folder.resolve("spool").toString());
    return variables;
  }

  /// Stores the flags and brings them to the cache and the channel.
  void save(Flag... all) {
    for (Flag flag : all) {
      commit(Scope.DEFAULT, flag);
    }
    publish(Scope.DEFAULT);
  }

  /// Stores a flag of whose evaluations the trail keeps a share, and publishes it.
  void saveSampled(Flag flag, double share) {
    commit(Scope.DEFAULT, EntryBuilder.entry(flag).auditSampleRate(share).draft());
    publish(Scope.DEFAULT);
  }

  /// Stores a flag, new or not: PostgreSQL announces it, Redis does not know it.
  Entry commit(Scope scope, Flag flag) {
    return commit(scope, EntryBuilder.entry(flag).draft());
  }

  private Entry commit(Scope scope, Draft draft) {
    String key = draft.flag().key();
    return switch (flags.create(scope, draft, AUTHOR)) {
      case FlagStore.Created.Done(Entry entry) -> entry;
      case FlagStore.Created.Taken() ->
          done(flags.update(scope, key, new Expected.Any(), _ -> draft, AUTHOR));
      case FlagStore.Created.NoScope() -> throw new IllegalArgumentException(scope.toString());
    };
  }

  /// Takes a flag out of use, in PostgreSQL alone.
  void archive(String key) {
    done(flags.archive(Scope.DEFAULT, key, new Expected.Any(), AUTHOR));
  }

  /// Takes a flag back into use, in PostgreSQL alone.
  void restore(String key) {
    done(flags.restore(Scope.DEFAULT, key, new Expected.Any(), AUTHOR));
  }

  private static Entry done(FlagStore.Saved saved) {
    return switch (saved) {
      case FlagStore.Saved.Done(Entry entry) -> entry;
      case FlagStore.Saved.Stale _,
          FlagStore.Saved.Already _,
          FlagStore.Saved.InUse _,
          FlagStore.Saved.Archived _,
          FlagStore.Saved.Missing _ ->
          throw new IllegalArgumentException(saved.toString());
    };
  }

  /// Brings the cache to PostgreSQL's revision and announces what it brought, as flag-api does.
  void publish(Scope scope) {
    Delta delta = toCache(scope);
    channel.publish(new Announcement.Carried(delta));
  }

  /// Brings the cache to PostgreSQL's revision and tells nobody.
  Delta toCache(Scope scope) {
    long cached = cache.revisions().getOrDefault(scope, 0L);
    Delta delta = source().newerThan(scope, cached).orElseThrow();
    if (cache.apply(delta) == Outcome.GAP) {
      throw new IllegalStateException("the cache is behind revision " + delta.from());
    }
    return delta;
  }

  /// What the stores would carry of a flag at this version.
  static Document document(Flag flag, int version) {
    Entry entry = EntryBuilder.entry(flag).version(version).build();
    return new Document(flag.key(), version, ValueWriter.text(EntryShape.write(entry)));
  }

  /// The variables of a service that finds neither store.
  static Map<String, String> nowhere(Map<String, String> environment) {
    var variables = new HashMap<>(environment);
    variables.put("POSTGRES_PORT", NOBODY_LISTENS);
    variables.put("REDIS_PORT", NOBODY_LISTENS);
    return variables;
  }

  /// Waits until somebody listens to the change channel.
  void awaitListener() {
    Await.until(
        "a listener", Service.PATIENCE, this::listeners, listeners -> listeners.equals(":1"));
  }

  private String listeners() {
    try (var socket = new Socket(redisServer.host(), redisServer.port())) {
      var command = "PUBSUB NUMSUB featureflags:changes\r\n";
      socket.getOutputStream().write(command.getBytes(StandardCharsets.US_ASCII));
      var reply = new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII);
      return new BufferedReader(reply).lines().limit(4).toList().getLast();
    } catch (IOException e) {
      return e.toString();
    }
  }

  /// Stops Redis and starts it again with its data.
  void restartRedis() {
    redisServer.restart();
    Await.asserted(
        "Redis", Service.PATIENCE, () -> assertThatCode(redis::ping).doesNotThrowAnyException());
  }

  /// Makes a project with one environment.
  Scope place(String project, String environment) {
    var places = new Places(postgres, Clock.systemUTC());
    places.addProject(new PlaceShape.Wanted(project, project));
    places.addEnvironment(project, new PlaceShape.Wanted(environment, environment));
    return new Scope(project, environment);
  }

  /// Runs a statement as nobody but a test would.
  void sql(String statement) {
    try (var connection =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        var prepared = connection.prepareStatement(statement)) {
      prepared.execute();
    } catch (SQLException e) {
      throw new IllegalStateException(statement, e);
    }
  }

  /// Takes the events out of the stream that are in it now; none while Redis cannot be reached.
  List<EvaluationEvent> events() {
    return recorded().events();
  }

  /// The same, and the counts of those that were left out.
  Recorded recorded() {
    try {
      var entries = stream.read("test", 10_000, Duration.ofMillis(1));
      return Recorded.of(
          entries.stream().map(entry -> StreamEntryShape.unpack(entry.payload())).toList());
    } catch (Unavailable _) {
      return new Recorded(List.of(), List.of());
    }
  }

  @Override
  public void close() {
    TestStores.postgres();
    stream.close();
    redis.close();
    postgres.close();
  }
}
