package featureflags.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import featureflags.catalog.Unavailable;
import featureflags.catalog.Unstorable;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FailuresTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "08001", // cannot connect
        "08006", // the connection broke
        "25006", // it has become a stand-by that only reads
        "25P03", // a transaction idled for too long
        "40001", // a transaction lost to another
        "40P01", // a deadlock
        "53300", // too many connections
        "53100", // the disk is full
        "55P03", // a lock was not to be had
        "57014", // the deadline of the statement
        "57P01", // shutdown
        "57P03", // starting
        "58030", // an I/O error
        "3D000", // no such database yet
        "42P01", // no such table yet
        "42703" // no such column yet
      })
  void aServerThatCannotAnswerIsUnavailable(String state) {
    assertThat(Failures.of(new SQLException("no", state)))
        .isInstanceOfSatisfying(
            Unavailable.class, e -> assertThat(e.store()).isEqualTo("PostgreSQL"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "22021", // U+0000 in a text
        "23505", // a key that is there twice
        "23503", // a reference to nothing
        "23514" // no partition for the row
      })
  void aValueThatIsRefusedIsUnstorable(String state) {
    assertThat(Failures.of(new SQLException("no", state))).isInstanceOf(Unstorable.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "25P02", // a statement behind one that failed
        "42601", // syntax
        "42501", // not permitted
        "XX000" // a bug of PostgreSQL
      })
  void aStatementThatIsRefusedIsABug(String state) {
    assertThat(Failures.of(new SQLException("no", state)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("PostgreSQL refused a statement: no");
  }

  @Test
  void anExhaustedPoolIsUnavailable() {
    assertThat(Failures.of(new SQLTransientConnectionException("timed out after 1500 ms", "23505")))
        .isInstanceOf(Unavailable.class);
  }

  @Test
  void whatTheDriverDoesNotNameIsUnavailable() {
    assertThat(Failures.of(new SQLException("no"))).isInstanceOf(Unavailable.class);
  }
}
