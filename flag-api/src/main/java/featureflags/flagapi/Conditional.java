package featureflags.flagapi;

import featureflags.catalog.Entry;
import featureflags.chassis.Refusal;
import featureflags.chassis.Request;
import featureflags.postgres.FlagStore.Expected;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Conditional requests (RFC 9110 §13): a flag's version is its strong `ETag`.
final class Conditional {
  private static final Pattern TAG = Pattern.compile("(W/)?\"[^\"]*\"");
  private static final Pattern OURS = Pattern.compile("\"[1-9][0-9]{0,8}\"");

  private Conditional() {}

  static String tag(Entry entry) {
    return "\"" + entry.version() + "\"";
  }

  /// What `If-Match` asks for. A weak tag matches nothing, and neither does one that is not ours.
  static Expected expected(Request request) {
    Optional<String> header = request.headers().first("If-Match");
    if (header.isEmpty() || header.get().strip().equals("*")) {
      return new Expected.Any();
    }
    List<String> tags = tags(header.get());
    if (!tags.stream().allMatch(tag -> TAG.matcher(tag).matches())) {
      throw Refusal.badRequest(
          "If-Match is '%s', but must be the ETag of an answer, quotes included, such as \"7\""
              .formatted(header.get()));
    }
    return new Expected.OneOf(
        tags.stream()
            .filter(tag -> OURS.matcher(tag).matches())
            .map(tag -> Integer.valueOf(tag.substring(1, tag.length() - 1)))
            .toList());
  }

  /// Whether the client says that it has this version already.
  static boolean known(Request request, Entry entry) {
    return request
        .headers()
        .first("If-None-Match")
        .map(header -> header.strip().equals("*") || tags(header).contains(tag(entry)))
        .orElse(false);
  }

  private static List<String> tags(String header) {
    return Arrays.stream(header.split(",", -1)).map(String::strip).toList();
  }
}
