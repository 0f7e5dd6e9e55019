package featureflags.chassis;

import java.util.Optional;

/// What a request shows to be let in: `Authorization: Bearer …` or `X-API-Key: …`.
public final class AccessToken {
  private static final String SCHEME = "Bearer ";

  private AccessToken() {}

  /// The token; that of `Authorization` where both headers have one, none where neither has.
  public static Optional<Secret> of(Headers headers) {
    return headers
        .first("Authorization")
        .filter(field -> field.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
        .map(field -> field.substring(SCHEME.length()))
        .map(String::strip)
        .filter(token -> !token.isEmpty())
        .or(() -> headers.first("X-API-Key").map(String::strip).filter(key -> !key.isEmpty()))
        .map(Secret::new);
  }
}
