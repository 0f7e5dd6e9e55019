package featureflags.chassis;

import java.nio.charset.StandardCharsets;

/// One message to everybody who follows a [Feed], as browsers' `EventSource` reads it (WHATWG HTML
/// §9.2, server-sent events).
///
/// @param id what a client that comes back says it has seen last; without line breaks
/// @param data the message
public record ServerEvent(String id, String data) {
  /// @throws IllegalArgumentException when the id could break out of its line
  public ServerEvent {
    if (id.chars().anyMatch(c -> c == '\n' || c == '\r' || c == 0)) {
      throw new IllegalArgumentException("an event's id has a line break or U+0000");
    }
  }

  /// The message on the wire, one `data` line for each line of it.
  byte[] bytes() {
    var text = new StringBuilder("id: ").append(id).append('\n');
    data.lines().forEach(line -> text.append("data: ").append(line).append('\n'));
    return text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
  }
}
