package featureflags.chassis;

/// A piece of text that never prints: its only way out is [#reveal()].
public final class Secret {
  private final String content;

  /// A secret with this content, which may be empty (no password).
  public Secret(String content) {
    this.content = content;
  }

  /// The content in clear, for the one place that has to send it.
  public String reveal() {
    return content;
  }

  /// Whether there is nothing to hide, as where a server asks for no password.
  public boolean isEmpty() {
    return content.isEmpty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && content.equals(secret.content);
  }

  @Override
  public int hashCode() {
    return content.hashCode();
  }

  @Override
  public String toString() {
    return "***";
  }
}
