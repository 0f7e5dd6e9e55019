package featureflags.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Does what a `curl` line of the documentation says, so that the test needs no curl.
final class Curl {
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  private Curl() {}

  /// What the command prints.
  static String run(String command) throws IOException {
    List<String> words = words(command);
    String method = "GET";
    String body = "";
    String uri = "";
    var headers = new ArrayList<String>();
    for (int i = 1; i < words.size(); i++) {
      switch (words.get(i)) {
        case "-X" -> method = words.get(++i);
        case "-d" -> body = words.get(++i);
        case "-H" -> headers.add(words.get(++i));
        default -> uri = words.get(i);
      }
    }
    var request =
        HttpRequest.newBuilder(URI.create("http://" + uri))
            .method(method, BodyPublishers.ofString(body));
    for (String header : headers) {
      String[] parts = header.split(": ", 2);
      request.header(parts[0], parts[1]);
    }
    return Http.send(request).body();
  }

  private static List<String> words(String command) {
    var words = new ArrayList<String>();
    Matcher matcher = WORD.matcher(command);
    while (matcher.find()) {
      words.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
    }
    if (!words.getFirst().equals("curl")) {
      throw new IllegalArgumentException("no curl line: " + command);
    }
    return words;
  }
}
