package featureflags.chassis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whether a client has what a tag names.
class EntityTagsTest {
  private static final Request ASKED = Request.of("POST", "/");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"a\"",
        "W/\"a\"",
        "*",
        " * ",
        "\"b\", \"a\"",
        "\"b\",W/\"a\" , \"c\"",
        "\"x,y\",\"a\""
      })
  void aTagIsHeldWhereTheListHasItWeakOrStrong(String field) {
    assertThat(EntityTags.held(ASKED.with("If-None-Match", field).headers(), "\"a\"")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "\"A\"", "\"b\"", "\"aa\"", "\"b, a\"", "\"*\"", "\"x\"a\"y\""})
  void anyOtherIsNot(String field) {
    assertThat(EntityTags.held(ASKED.with("If-None-Match", field).headers(), "\"a\"")).isFalse();
  }

  @Test
  void severalFieldsAreOneList() {
    Request asked = ASKED.with("If-None-Match", "\"b\"").with("if-none-match", "\"a\"");

    assertThat(EntityTags.held(asked.headers(), "\"a\"")).isTrue();
    assertThat(EntityTags.held(asked.headers(), "\"c\"")).isFalse();
    assertThat(EntityTags.held(ASKED.headers(), "\"a\"")).isFalse();
  }
}
