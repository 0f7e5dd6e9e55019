package featureflags.postgres;

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
}
