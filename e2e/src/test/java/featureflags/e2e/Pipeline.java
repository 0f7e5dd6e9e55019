package featureflags.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/// Requests to send in one go, each under its own number, and the statuses to come.
final class Pipeline {
  private final ByteArrayOutputStream requests = new ByteArrayOutputStream();
  private final List<Integer> statuses = new ArrayList<>();

  Pipeline post(Target target, String content, int status) {
    requests.writeBytes(target.request(content, id(statuses.size())));
    statuses.add(status);
    return this;
  }

  Pipeline get(String path, int status) {
    String head = "GET %s HTTP/1.1\r\nHost: x\r\n%s\r\n\r\n".formatted(path, id(statuses.size()));
    requests.writeBytes(head.getBytes(US_ASCII));
    statuses.add(status);
    return this;
  }

  byte[] bytes() {
    return requests.toByteArray();
  }

  List<Integer> statuses() {
    return statuses;
  }

  /// The field that a request has, and its answer.
  static String id(int number) {
    return "X-Request-Id: n" + number;
  }
}
