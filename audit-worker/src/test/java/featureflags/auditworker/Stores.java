package featureflags.auditworker;

import static java.nio.charset.StandardCharsets.UTF_8;

import featureflags.catalog.Evaluations;
import featureflags.catalog.Outcome;
import featureflags.catalog.Scope;
import featureflags.catalog.Unavailable;
import featureflags.embedded.Database;
import featureflags.embedded.PostgresServer;
import featureflags.embedded.RedisServer;
import featureflags.embedded.TestStores;
import featureflags.json.StreamEntryPacker;
import featureflags.postgres.Migrations;
import featureflags.postgres.Postgres;
import featureflags.postgres.PostgresAddress;
import featureflags.redis.EvaluationStream;
import featureflags.redis.Redis;
import featureflags.redis.RedisAddress;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/// A new PostgreSQL database and an empty Redis with its evaluation stream.
final class Stores implements AutoCloseable {
  private final PostgresServer postgresServer = TestStores.postgres();
  private final RedisServer redisServer = TestStores.freshRedis();
  private final Database database = TestStores.freshDatabase();
  private final PostgresAddress address =
      new PostgresAddress(
          database.host(), database.port(), database.name(), database.user(), database.password());
  private final Redis redis =
      new Redis(new RedisAddress(redisServer.host(), redisServer.port(), ""));
  private final EvaluationStream stream = new EvaluationStream(redis);
  private final Postgres postgres;

  private Stores() {
    Migrations.run(address);
    postgres = Postgres.open(address, "test", 2);
  }

  static Stores open() {
    return new Stores();
  }

  PostgresServer postgresServer() {
    return postgresServer;
  }

  RedisServer redisServer() {
    return redisServer;
  }

  Postgres postgres() {
    return postgres;
  }

  Redis redis() {
    return redis;
  }

  EvaluationStream stream() {
    return stream;
  }

  /// The variables of a worker of this name between these stores.
  Map<String, String> environment(String worker) {
    var variables = new HashMap<String, String>();
    variables.put("PORT", "0");
    variables.put("HTTP_EVENT_LOOPS", "1");
    variables.put("WORKER_NAME", worker);
    variables.put("POSTGRES_HOST", database.host());
    variables.put("POSTGRES_PORT", Integer.toString(database.port()));
    variables.put("POSTGRES_DB", database.name());
    variables.put("POSTGRES_USER", database.user());
    variables.put("POSTGRES_PASSWORD", database.password());
    variables.put("REDIS_STREAM_HOST", redisServer.host());
    variables.put("REDIS_STREAM_PORT", Integer.toString(redisServer.port()));
    return variables;
  }

  static Evaluations event(Instant time) {
    return new Evaluations(
        UUID.randomUUID(),
        Instant.ofEpochMilli(time.toEpochMilli()),
        Scope.DEFAULT,
        "user",
        Map.of(),
        List.of(new Outcome("checkout", 3, "on", "TARGETING_RULE", "r1")));
  }

  /// Events made now.
  static List<Evaluations> events(int count) {
    Instant now = Instant.now();
    return IntStream.range(0, count).mapToObj(i -> event(now.plusMillis(i))).toList();
  }

  /// Puts entries of so many events each into the stream.
  ///
  /// @return the ids of the events
  List<UUID> write(int entries, int each) {
    var ids = new ArrayList<UUID>();
    for (int i = 0; i < entries; i++) {
      var events = events(each);
      events.forEach(event -> ids.add(event.id()));
      write(new StreamEntryPacker().pack(events));
    }
    return ids;
  }

  /// Puts an entry into the stream.
  ///
  /// @return its id
  String write(byte[] payload) {
    return writeAs("e", payload);
  }

  /// Puts an entry with another field into the stream.
  ///
  /// @return its id
  String writeAs(String field, byte[] value) {
    return ask(
        "XADD".getBytes(UTF_8),
        "featureflags:evaluations".getBytes(UTF_8),
        "*".getBytes(UTF_8),
        field.getBytes(UTF_8),
        value);
  }

  private String ask(byte[]... words) {
    try (var socket = new Socket(redisServer.host(), redisServer.port())) {
      var command = new ByteArrayOutputStream();
      command.write("*%d\r\n".formatted(words.length).getBytes(UTF_8));
      for (byte[] word : words) {
        command.write("$%d\r\n".formatted(word.length).getBytes(UTF_8));
        command.write(word);
        command.write("\r\n".getBytes(UTF_8));
      }
      socket.getOutputStream().write(command.toByteArray());
      var reply = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
      reply.readLine();
      return reply.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The number that a query answers.
  long number(String query) {
    return texts(query).stream().findFirst().map(Long::parseLong).orElseThrow();
  }

  /// The first column that a query answers.
  List<String> texts(String query) {
    try (var connection =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        var statement = connection.prepareStatement(query);
        var rows = statement.executeQuery()) {
      var texts = new ArrayList<String>();
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
      return texts;
    } catch (SQLException e) {
      throw new Unavailable("PostgreSQL", e);
    }
  }

  /// How many events the trail has.
  long stored() {
    return number("SELECT count(*) FROM evaluation");
  }

  /// How many entries were given up.
  long buried() {
    return number("SELECT count(*) FROM dead_letter");
  }

  /// Lets nobody write or read a dead letter until it is closed.
  Connection lockDeadLetters() throws SQLException {
    var connection =
        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      statement.execute("LOCK TABLE dead_letter IN ACCESS EXCLUSIVE MODE");
    }
    return connection;
  }

  /// How many transactions of this database wait for such a lock.
  long waiting() {
    return number(
        "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'dead_letter'::regclass");
  }

  @Override
  public void close() {
    TestStores.postgres();
    stream.close();
    redis.close();
    postgres.close();
  }
}
