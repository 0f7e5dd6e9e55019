package featureflags.flagapi;

import featureflags.catalog.StorableText;
import featureflags.chassis.Refusal;
import featureflags.chassis.Request;
import featureflags.postgres.TimeRange;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The parameters behind the `?`, each by name and type; others are refused by name.
final class Parameters {
  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 500;

  private final Request request;

  private Parameters(Request request) {
    this.request = request;
  }

  /// The parameters of a request that knows these names.
  static Parameters of(Request request, String... known) {
    var names = Set.of(known);
    for (String name : request.query().names()) {
      if (!names.contains(name)) {
        throw Refusal.badRequest(
            "there is no parameter '%s' here; %s"
                .formatted(
                    name,
                    names.isEmpty()
                        ? "this path takes none"
                        : "known are " + String.join(", ", new TreeSet<>(names))));
      }
    }
    return new Parameters(request);
  }

  int limit() {
    Optional<String> limit = text("limit");
    try {
      int number = limit.map(Integer::parseInt).orElse(DEFAULT_LIMIT);
      if (number >= 1 && number <= MAX_LIMIT) {
        return number;
      }
    } catch (NumberFormatException _) {
      // told below, with every other number that is out of range
    }
    throw Refusal.badRequest(
        "limit is '%s', but must be a whole number from 1 to %d"
            .formatted(limit.orElse(""), MAX_LIMIT));
  }

  boolean flag(String name) {
    return oneOf(name, List.of("false", "true")).equals("true");
  }

  /// One of these words; the first unless given.
  String oneOf(String name, List<String> words) {
    String word = text(name).orElse(words.getFirst());
    if (!words.contains(word)) {
      throw Refusal.badRequest(
          "%s is '%s', but must be one of %s".formatted(name, word, String.join(", ", words)));
    }
    return word;
  }

  Optional<String> text(String name) {
    List<String> all = request.query().all(name);
    if (all.size() > 1) {
      throw Refusal.badRequest("%s is there %d times; give it once".formatted(name, all.size()));
    }
    if (all.stream().anyMatch(text -> StorableText.flaw(text) >= 0)) {
      throw Refusal.badRequest("%s holds a character that no text here has".formatted(name));
    }
    return all.stream().findFirst();
  }

  /// The time from `from` to `to`.
  TimeRange range() {
    return new TimeRange(
        time("from").orElse(TimeRange.ALL.from()), time("to").orElse(TimeRange.ALL.to()));
  }

  /// A time in RFC 3339.
  Optional<Instant> time(String name) {
    return text(name)
        .map(text -> {
          try {
            return OffsetDateTime.parse(text).toInstant();
          } catch (DateTimeException e) {
            throw Refusal.badRequest(
                "%s is '%s', but must be a time in RFC 3339 such as 2026-01-31T12:00:00Z (a '+' is written %%2B)"
                    .formatted(name, text));
          }
        });
  }
}
