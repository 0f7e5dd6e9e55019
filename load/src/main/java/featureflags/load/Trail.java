package featureflags.load;

import featureflags.report.Table;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/// How long flag-api takes to look into a long trail.
///
/// The rows are made in the database, as audit-worker would have stored them in a month: a tenth is
/// of the first flag, the others of all flags alike, of a million subjects.
final class Trail implements Part {
  private static final int DAYS = 30;
  private static final int SUBJECTS = 1_000_000;
  private static final int QUESTIONS = 200;
  private static final double GOAL_MILLIS = 50;

  private static final String OUTCOMES =
      """
      WITH known AS (
        INSERT INTO evaluated_flag (project, environment, key)
        SELECT project, environment, key FROM flag ORDER BY key
            ON CONFLICT DO NOTHING
        RETURNING id
      )
      INSERT INTO outcome (flag, version, variant, reason, rule)
      SELECT known.id, 1, variant, 'TARGETING_RULE', 'customers-by-their-contract-5'
        FROM known, unnest('{on,off}'::text[]) variant
      """;

  private static final String COUNTS =
      """
      INSERT INTO evaluation_count (flag, minute, variant, evaluations)
      SELECT evaluation.flag, date_trunc('minute', time), variant, count(*)
        FROM evaluation
        JOIN outcome ON outcome.id = evaluation.outcome
       WHERE evaluation.flag = (SELECT min(id) FROM evaluated_flag)
       GROUP BY 1, 2, 3
      """;

  private final Site site;
  private final Flags flags;
  private final Pace pace;

  /// A way to ask.
  ///
  /// @param path of the question of that number
  private record Question(String name, IntFunction<String> path) {}

  Trail(Site site, Flags flags, Pace pace) {
    this.site = site;
    this.flags = flags;
    this.pace = pace;
  }

  @Override
  public Finding measure() {
    try (Server flagApi = site.startFlagApi();
        var http = new Http()) {
      fill();
      var table = Table.of("", "p50, ms", "p99, ms", "most, ms", "items");
      var goals = new ArrayList<Goal>();
      for (Question question : questions()) {
        double[] millis = new double[QUESTIONS];
        int items = 0;
        for (int i = 0; i < QUESTIONS; i++) {
          long began = System.nanoTime();
          HttpResponse<String> answer =
              http.ask("GET", flagApi.port(), question.path().apply(i), "");
          millis[i] = (System.nanoTime() - began) / 1e6;
          if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.body());
          }
          items += answer.body().split("\"variant\"", -1).length - 1;
        }
        Arrays.sort(millis);
        double p99 = millis[QUESTIONS * 99 / 100];
        table.row(
            question.name(),
            "%.1f".formatted(millis[QUESTIONS / 2]),
            "%.1f".formatted(p99),
            "%.1f".formatted(millis[QUESTIONS - 1]),
            "%,.0f".formatted((double) items / QUESTIONS));
        goals.add(Goal.atMost(GOAL_MILLIS, "ms, p99: " + question.name(), Spread.of(p99)));
      }
      return new Finding(
          "%,d evaluations of %,d flags in %d days; %d questions of each kind over HTTP, one after the other, each of another flag, time or subject.%n%n%s"
              .formatted(pace.rows(), flags.count(), DAYS, QUESTIONS, table),
          goals);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<Question> questions() {
    Instant now = Instant.now();
    String hot = "/flags/" + flags.key(0) + "/audit?type=evaluation";
    return List.of(
        new Question("newest 50 of the flag with a tenth of all", _ -> hot),
        new Question(
            "50 of it at another time",
            i -> hot + "&to=" + now.minus(Duration.ofHours(3L * i + 1))),
        new Question(
            "500 of it", i -> hot + "&limit=500&to=" + now.minus(Duration.ofHours(i + 1L))),
        new Question(
            "newest 50 of a flag",
            i -> "/flags/%s/audit?type=evaluation".formatted(flags.key(i + 1))),
        new Question("what a subject got", i -> "/subjects/user-%d/evaluations".formatted(i * 37)),
        new Question(
            "what a subject had at a time",
            i ->
                "/subjects/user-%d/evaluations?at=%s"
                    .formatted(i * 41, now.minus(Duration.ofHours(3L * i)))),
        new Question(
            "counts of a day by minute",
            i -> {
              Instant to = now.minus(Duration.ofHours(3L * i + 24));
              return "/flags/%s/counts?from=%s&to=%s"
                  .formatted(flags.key(0), to.minus(Duration.ofDays(1)), to);
            }));
  }

  private void fill() throws SQLException {
    int perDay = pace.rows() / DAYS;
    var progress = new Progress("days of %,d evaluations".formatted(perDay), DAYS);
    try (Connection connection = site.connect();
        var statement = connection.createStatement()) {
      statement.execute("TRUNCATE evaluation, outcome, evaluated_flag, evaluation_count");
      statement.execute(OUTCOMES);
      for (int day = DAYS; day > 0; day--) {
        statement.execute(partition(day));
        statement.execute(rows(day, perDay));
        progress.step();
      }
      statement.execute(COUNTS);
      statement.execute("VACUUM ANALYZE");
    }
    progress.done();
  }

  private static String partition(int day) {
    return """
    CREATE TABLE evaluation_2000_01_%1$02d PARTITION OF evaluation
      FOR VALUES FROM (date_trunc('day', now(), 'UTC') - interval '%1$d days')
      TO (date_trunc('day', now(), 'UTC') - interval '%2$d days')
    """
        .formatted(day, day - 1);
  }

  /// The rows of a day, in the order of their time.
  private static String rows(int day, int count) {
    return """
    INSERT INTO evaluation (time, id, flag, outcome, subject)
    SELECT date_trunc('day', now(), 'UTC') - interval '%1$d days'
             + number * interval '1 day' / %2$d,
           gen_random_uuid(), flags[place], ids[place], 'user-' || (random() * %3$d)::int
      FROM (SELECT number,
                   1 + CASE WHEN random() < 0.1 THEN (random() < 0.5)::int
                            ELSE floor(random() * outcomes.count)::int END AS place,
                   outcomes.flags, outcomes.ids
              FROM generate_series(0, %2$d - 1) number,
                   (SELECT array_agg(flag ORDER BY flag, id) AS flags,
                           array_agg(id ORDER BY flag, id) AS ids, count(*) AS count
                      FROM outcome) outcomes) placed
    """
        .formatted(day, count, SUBJECTS);
  }
}
