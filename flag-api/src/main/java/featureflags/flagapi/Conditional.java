package featureflags.flagapi;

import featureflags.chassis.EntityTags;
import featureflags.chassis.Refusal;
import featureflags.chassis.Request;
import featureflags.postgres.Expected;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Conditional requests (RFC 9110 §13): the version of a flag or a segment is its strong `ETag`.
final class Conditional {
  private static final Pattern TAG = Pattern.compile("(?:W/)?\"[^\"]*\"");
  private static final Pattern LIST =
      Pattern.compile("\\s*%1$s\\s*(?:,\\s*%1$s\\s*)*+".formatted(TAG.pattern()));
  private static final Pattern OURS = Pattern.compile("\"[1-9][0-9]{0,8}\"");

  private Conditional() {}

  /// The `ETag` of a version.
  static String tag(int version) {
    return "\"" + version + "\"";
  }

  /// What `If-Match` asks for. A weak tag matches nothing, and neither does one that is not ours.
  static Expected expected(Request request) {
    Optional<String> header = field(request, "If-Match");
    if (header.isEmpty() || header.get().strip().equals("*")) {
      return new Expected.Any();
    }
    if (!LIST.matcher(header.get()).matches()) {
      throw Refusal.badRequest(
          "If-Match is '%s', but must be the ETag of an answer, quotes included, such as \"7\""
              .formatted(header.get()));
    }
    return new Expected.OneOf(
        tags(header.get())
            .filter(tag -> OURS.matcher(tag).matches())
            .map(tag -> Integer.valueOf(tag.substring(1, tag.length() - 1)))
            .toList());
  }

  /// Whether the client says that it has this version already.
  static boolean known(Request request, String ours) {
    return EntityTags.held(request.headers(), ours);
  }

  /// The field's lines, which together are one list.
  private static Optional<String> field(Request request, String name) {
    List<String> lines = request.headers().all(name);
    return lines.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", lines));
  }

  private static Stream<String> tags(String header) {
    return TAG.matcher(header).results().map(MatchResult::group);
  }
}
