package featureflags.catalog;

/// An entry of a project's change trail that says what this engine never writes: somebody has
/// changed it in the database.
public final class UnreadableEntry extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String project;
  private final long position;

  /// @param project the project's key
  /// @param position which entry
  /// @param cause what could not be read
  public UnreadableEntry(String project, long position, Throwable cause) {
    super("entry %d of the change trail cannot be read".formatted(position), cause);
    this.project = project;
    this.position = position;
  }

  /// The project's key.
  public String project() {
    return project;
  }

  /// Which entry.
  public long position() {
    return position;
  }
}
