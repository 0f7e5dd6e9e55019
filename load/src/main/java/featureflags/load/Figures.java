package featureflags.load;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a service's `/metrics` says.
record Figures(String text) {
  /// What it says now.
  static Figures of(Server server) {
    try (var http = new Http()) {
      return new Figures(http.expect(200, "GET", server.port(), "/metrics", ""));
    }
  }

  /// A figure without labels.
  ///
  /// @throws IllegalStateException when it is not there
  double value(String name) {
    Matcher line =
        Pattern.compile("^%s (\\S+)$".formatted(Pattern.quote(name)), Pattern.MULTILINE)
            .matcher(text);
    if (!line.find()) {
      throw new IllegalStateException("no '%s' in the metrics".formatted(name));
    }
    return Double.parseDouble(line.group(1));
  }
}
