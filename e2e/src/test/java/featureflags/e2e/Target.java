package featureflags.e2e;

import java.nio.charset.StandardCharsets;

/// A route of eval-service that takes a body, with one that it answers.
enum Target {
  ONE("/evaluate", "{\"flagKey\":\"f\",\"context\":%s}"),
  BATCH("/evaluate/batch", "{\"flagKeys\":[\"f\"],\"context\":%s}"),
  OFREP_ONE("/ofrep/v1/evaluate/flags/f", "{\"context\":%s}"),
  OFREP_BULK("/ofrep/v1/evaluate/flags", "{\"context\":%s}");

  final String path;
  private final String body;

  Target(String path, String body) {
    this.path = path;
    this.body = body;
  }

  /// A body that asks for this context.
  String body(String context) {
    return body.formatted(context);
  }

  /// The status by which this route tells of something that HTTP has this status for: clients of
  /// OFREP know few.
  int told(int status) {
    return isOfrep() && (status == 408 || status == 413) ? 400 : status;
  }

  /// What a refusal of this route says in any case.
  String refusalHas() {
    return switch (this) {
      case ONE, BATCH -> "\"type\":\"urn:feature-flag-engine:problem:";
      case OFREP_ONE -> "\"key\":\"f\"";
      case OFREP_BULK -> "\"errorCode\":";
    };
  }

  private boolean isOfrep() {
    return switch (this) {
      case ONE, BATCH -> false;
      case OFREP_ONE, OFREP_BULK -> true;
    };
  }

  /// The head of a request with these fields.
  String head(String... fields) {
    var head = new StringBuilder("POST %s HTTP/1.1\r\nHost: x\r\n".formatted(path));
    for (String field : fields) {
      head.append(field).append("\r\n");
    }
    return head.append("\r\n").toString();
  }

  /// A whole request.
  byte[] request(byte[] content, String... fields) {
    var all = new String[fields.length + 1];
    System.arraycopy(fields, 0, all, 0, fields.length);
    all[fields.length] = "Content-Length: " + content.length;
    byte[] head = head(all).getBytes(StandardCharsets.UTF_8);
    byte[] request = new byte[head.length + content.length];
    System.arraycopy(head, 0, request, 0, head.length);
    System.arraycopy(content, 0, request, head.length, content.length);
    return request;
  }

  byte[] request(String content, String... fields) {
    return request(content.getBytes(StandardCharsets.UTF_8), fields);
  }
}
