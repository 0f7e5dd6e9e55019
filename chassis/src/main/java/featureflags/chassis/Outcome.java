package featureflags.chassis;

/// How a handler on a thread of its own ended.
sealed interface Outcome {
  /// With an answer that is still to be sent.
  record Answered(Response response) implements Outcome {}

  /// With an answer that has left, but for its end.
  record Streamed(int status) implements Outcome {}

  /// With an answer that will never be whole, or without anybody to answer.
  record Cut() implements Outcome {}
}
