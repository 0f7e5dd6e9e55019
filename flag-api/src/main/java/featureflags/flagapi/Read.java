package featureflags.flagapi;

import featureflags.chassis.Response;

/// What was read, and whether it may have changed since.
///
/// @param value what was read
/// @param stale whether it comes from the cache because PostgreSQL is away
record Read<T>(T value, boolean stale) {
  static final String HEADER = "X-Stale";

  /// The answer, with a header that says so when it is stale.
  Response marked(Response response) {
    return stale ? response.with(HEADER, "true") : response;
  }
}
