package featureflags.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/// Requests as bytes, and the bodies of the answers that are right.
final class Talk {
  private final List<byte[]> requests;
  private final List<byte[]> answers;

  private Talk(List<byte[]> requests, List<byte[]> answers) {
    this.requests = requests;
    this.answers = answers;
  }

  /// POST requests with these bodies.
  ///
  /// @param answers one for each, or one for all
  static Talk of(int port, String path, List<String> bodies, List<String> answers) {
    if (bodies.isEmpty() || (answers.size() != bodies.size() && answers.size() != 1)) {
      throw new IllegalArgumentException(
          "%d requests and %d answers".formatted(bodies.size(), answers.size()));
    }
    return new Talk(
        bodies.stream()
            .map(body -> request(port, path, body.getBytes(UTF_8).length, body))
            .toList(),
        answers.stream().map(answer -> answer.getBytes(UTF_8)).toList());
  }

  private static byte[] request(int port, String path, int length, String body) {
    return "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(path, port, length, body)
        .getBytes(UTF_8);
  }

  /// The request whose turn it is.
  byte[] request(int turn) {
    return requests.get(turn % requests.size());
  }

  /// The right answer to it.
  byte[] answer(int turn) {
    return answers.size() == 1 ? answers.getFirst() : answers.get(turn % answers.size());
  }
}
