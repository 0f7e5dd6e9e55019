package featureflags.chassis;

import featureflags.catalog.Unavailable;
import featureflags.catalog.UnreadableEntry;
import featureflags.catalog.UnreadableFlag;
import featureflags.json.InvalidDocument;
import java.time.Duration;

/// The one place where a failure becomes a problem document.
///
/// | failure | answer |
/// |---|---|
/// | [Refusal] | what it says |
/// | [InvalidDocument] | 400 `invalid-document` with every place that is wrong |
/// | [UnreadableFlag] | 500 `flag-unreadable`, the flag named |
/// | [UnreadableEntry] | 500 `trail-unreadable`, the entry named |
/// | [Unavailable] | 503 `store-unavailable`, the store named, `Retry-After: 1` |
/// | anything else | 500 `internal`, told only to the log |
public final class Problems {
  private static final Log LOG = Log.of(Problems.class);
  private static final Duration ONE_SECOND = Duration.ofSeconds(1);

  private Problems() {}

  /// The answer to a request whose handling failed; a failure that is nobody's expectation is
  /// logged here, once, under the request's id.
  public static Response answer(Throwable failure, String requestId) {
    return switch (failure) {
      case Refusal refusal -> refusal.answer(requestId);
      case InvalidDocument invalid ->
          Refusal.invalidDocument(invalid.violations()).answer(requestId);
      case Unavailable unavailable -> storeUnavailable(unavailable.store()).answer(requestId);
      case UnreadableFlag unreadable -> unreadable(unreadable).answer(requestId);
      case UnreadableEntry unreadable -> unreadable(unreadable).answer(requestId);
      default -> {
        LOG.error("request-failed", failure, "request", requestId);
        yield internal().answer(requestId);
      }
    };
  }

  private static Refusal storeUnavailable(String store) {
    return new Refusal(
            Problem.of(
                    "store-unavailable",
                    503,
                    "Store unavailable",
                    "%s does not answer; nothing is known to have changed.".formatted(store))
                .with(new Problem.Member.Text("store", store)))
        .retryAfter(ONE_SECOND);
  }

  private static Refusal unreadable(UnreadableFlag flag) {
    return new Refusal(
        Problem.of(
                "flag-unreadable",
                500,
                "The flag cannot be read",
                "This engine cannot read the stored definition of flag '%s'; a newer one may have written it."
                    .formatted(flag.key()))
            .with(new Problem.Member.Text("errorCode", "PARSE_ERROR")));
  }

  private static Refusal unreadable(UnreadableEntry entry) {
    return new Refusal(
        Problem.of(
                "trail-unreadable",
                500,
                "The change trail cannot be read",
                "Entry %d of the change trail of project '%s' says what nobody can have recorded: it was changed in the database. 'GET /audit/verify' tells where the trail is first broken."
                    .formatted(entry.position(), entry.project()))
            .with(new Problem.Member.Whole("id", entry.position())));
  }

  private static Refusal internal() {
    return new Refusal(
        Problem.of(
            "internal",
            500,
            "Internal error",
            "The request could not be handled; the log tells more under this instance."));
  }
}
