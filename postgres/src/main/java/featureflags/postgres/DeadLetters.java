package featureflags.postgres;

import featureflags.catalog.DeadLetter;
import featureflags.catalog.Page;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Entries of the evaluation stream that could not be stored, kept as they came.
public final class DeadLetters {
  private static final String INSERT =
      """
      INSERT INTO dead_letter (time, stream_id, entry, error)
      VALUES (now(), ?, ?, ?)
          ON CONFLICT DO NOTHING
      """;

  private static final String COUNT =
      """
      SELECT count(*) AS letters
        FROM dead_letter
      """;

  private static final String PAGE =
      """
      SELECT id, time, stream_id, error, length(entry) AS size
        FROM dead_letter
       WHERE id < ?
       ORDER BY id DESC
       LIMIT ?
      """;

  private static final String ENTRY =
      """
      SELECT entry
        FROM dead_letter
       WHERE id = ?
      """;

  private static final String REMOVE =
      """
      DELETE FROM dead_letter
       WHERE id = ?
      """;

  private final Postgres postgres;

  /// Reads and writes through this pool.
  public DeadLetters(Postgres postgres) {
    this.postgres = postgres;
  }

  /// Keeps an entry; a second time it changes nothing.
  ///
  /// @param streamId the entry's id in the stream
  /// @param error why it could not be stored; what it quotes of the entry may be any text
  public void keep(String streamId, byte[] entry, String error) {
    postgres.transaction(session -> session.update(INSERT, streamId, entry, error));
  }

  /// How many are kept.
  public long count() {
    return postgres
        .read(session -> session.first(COUNT, row -> row.number("letters")))
        .orElseThrow();
  }

  /// A page of them, newest first.
  ///
  /// @param before the id behind which the page goes on; [Long#MAX_VALUE] for the first page
  public Page<DeadLetter> page(long before, int limit) {
    List<DeadLetter> oneMore =
        postgres.read(session -> session.query(PAGE, DeadLetters::letter, before, limit + 1));
    return Page.of(oneMore, limit);
  }

  private static DeadLetter letter(Row row) throws SQLException {
    return new DeadLetter(
        row.number("id"),
        row.time("time"),
        row.text("stream_id"),
        row.text("error"),
        row.integer("size"));
  }

  /// The entry as it came.
  public Optional<byte[]> entry(long id) {
    return postgres.read(session -> session.first(ENTRY, row -> row.bytes("entry"), id));
  }

  /// Forgets one, if it is there.
  public void remove(long id) {
    postgres.transaction(session -> session.update(REMOVE, id));
  }
}
