package featureflags.chassis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a request shows to be let in.
class AccessTokenTest {
  private static final Request ASKED = Request.of("POST", "/");

  @Test
  void eitherHeaderHasIt() {
    assertThat(token(ASKED.with("Authorization", "Bearer s3cret"))).contains("s3cret");
    assertThat(token(ASKED.with("authorization", "bearer  s3cret "))).contains("s3cret");
    assertThat(token(ASKED.with("X-API-Key", "s3cret"))).contains("s3cret");
  }

  @Test
  void ofBothThatOfAuthorizationCounts() {
    assertThat(token(ASKED.with("X-API-Key", "key").with("Authorization", "Bearer token")))
        .contains("token");
    assertThat(token(ASKED.with("X-API-Key", "key").with("Authorization", "Basic dTpw")))
        .contains("key");
  }

  @Test
  void whatIsNotThereOrEmptyIsNone() {
    assertThat(token(ASKED)).isEmpty();
    assertThat(token(ASKED.with("Authorization", "Bearer "))).isEmpty();
    assertThat(token(ASKED.with("Authorization", "Bearer"))).isEmpty();
    assertThat(token(ASKED.with("Authorization", "s3cret"))).isEmpty();
    assertThat(token(ASKED.with("X-API-Key", " "))).isEmpty();
  }

  @Test
  void itNeverPrints() {
    assertThat(AccessToken.of(ASKED.with("X-API-Key", "s3cret").headers()))
        .hasToString("Optional[***]");
  }

  private static Optional<String> token(Request request) {
    return AccessToken.of(request.headers()).map(Secret::reveal);
  }
}
