package featureflags.chassis;

import java.util.List;

/// What paths begin with, segment by segment; `{name}` stands for any one segment.
///
/// It is compared with paths as they were sent, so that one whose escapes make no sense still has
/// its beginning.
///
/// @param segments of the template
record PathPrefix(List<String> segments) {
  static PathPrefix of(String template) {
    return new PathPrefix(List.of(template.substring(1).split("/", -1)));
  }

  boolean begins(String path) {
    String[] sent = path.split("/", segments.size() + 2);
    if (sent.length <= segments.size() || !sent[0].isEmpty()) {
      return false;
    }
    for (int i = 0; i < segments.size(); i++) {
      if (!Route.isParameter(segments.get(i)) && !segments.get(i).equals(sent[i + 1])) {
        return false;
      }
    }
    return true;
  }
}
