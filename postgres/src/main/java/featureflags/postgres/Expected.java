package featureflags.postgres;

import java.util.List;

/// Which version an edit is meant for.
public sealed interface Expected {
  /// Whether an edit of this version is welcome.
  boolean met(int version);

  /// Whatever the version is.
  record Any() implements Expected {
    @Override
    public boolean met(int version) {
      return true;
    }
  }

  /// One of these versions.
  record OneOf(List<Integer> versions) implements Expected {
    /// Copies the list.
    public OneOf {
      versions = List.copyOf(versions);
    }

    @Override
    public boolean met(int version) {
      return versions.contains(version);
    }
  }
}
