package featureflags.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What Redis says about a consumer group: names and values in turns.
record GroupInfo(Map<String, String> fields) {
  /// The group of that name in the answer to `XINFO GROUPS`.
  static Optional<GroupInfo> find(List<Object> groups, String name) {
    return groups.stream()
        .map(GroupInfo::read)
        .filter(group -> group.text("name").equals(name))
        .findFirst();
  }

  private static GroupInfo read(Object group) {
    var fields = new HashMap<String, String>();
    switch (group) {
      case List<?> turns -> {
        for (int i = 0; i + 1 < turns.size(); i += 2) {
          put(fields, turns.get(i), turns.get(i + 1));
        }
      }
      case Map<?, ?> map -> map.forEach((name, value) -> put(fields, name, value));
      default -> throw new IllegalArgumentException("a group described by " + group.getClass());
    }
    return new GroupInfo(fields);
  }

  private static void put(Map<String, String> fields, Object name, Object value) {
    if (value != null) {
      fields.put(plain(name), plain(value));
    }
  }

  private static String plain(Object value) {
    return value instanceof byte[] bytes ? new String(bytes, UTF_8) : String.valueOf(value);
  }

  /// A field that every Redis tells.
  String text(String name) {
    return Optional.ofNullable(fields.get(name))
        .orElseThrow(() -> new IllegalArgumentException("a group without '%s'".formatted(name)));
  }

  /// A number; empty when Redis does not know it.
  Optional<Long> number(String name) {
    return Optional.ofNullable(fields.get(name)).map(Long::parseLong);
  }
}
