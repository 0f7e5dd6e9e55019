package featureflags.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/// A row of a result, its columns by name and type.
final class Row {
  private final ResultSet results;

  Row(ResultSet results) {
    this.results = results;
  }

  String text(String column) throws SQLException {
    return optionalText(column)
        .orElseThrow(() -> new IllegalStateException("column '%s' is null".formatted(column)));
  }

  Optional<String> optionalText(String column) throws SQLException {
    return Optional.ofNullable(results.getString(column));
  }

  int integer(String column) throws SQLException {
    return results.getInt(column);
  }

  long number(String column) throws SQLException {
    return results.getLong(column);
  }

  OptionalLong optionalNumber(String column) throws SQLException {
    long number = results.getLong(column);
    return results.wasNull() ? OptionalLong.empty() : OptionalLong.of(number);
  }

  boolean bool(String column) throws SQLException {
    return results.getBoolean(column);
  }

  Instant time(String column) throws SQLException {
    return results.getObject(column, OffsetDateTime.class).toInstant();
  }

  byte[] bytes(String column) throws SQLException {
    return results.getBytes(column);
  }

  UUID uuid(String column) throws SQLException {
    return results.getObject(column, UUID.class);
  }
}
