package featureflags.chassis;

/// A command of a program has come to a bad end, which its message tells. It is an answer and no
/// fault, so it has no stack trace.
public final class CommandFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param message what people read, such as `2 trails are broken`
  public CommandFailed(String message) {
    super(message, null, false, false);
  }
}
