package featureflags.chassis;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// The entity tags that a request names (RFC 9110 §8.8.3).
public final class EntityTags {
  private static final Pattern TAG = Pattern.compile("(?:W/)?\"[^\"]*\"");

  private EntityTags() {}

  /// Whether the client says, by `If-None-Match`, that it has what this tag names; a proxy on the
  /// way may have made its tag a weak one.
  ///
  /// @param tag a strong one, quotes included
  public static boolean held(Headers headers, String tag) {
    List<String> lines = headers.all("If-None-Match");
    if (lines.isEmpty()) {
      return false;
    }
    String all = String.join(", ", lines);
    return all.strip().equals("*")
        || TAG.matcher(all)
            .results()
            .map(MatchResult::group)
            .anyMatch(each -> each.equals(tag) || each.equals("W/" + tag));
  }
}
