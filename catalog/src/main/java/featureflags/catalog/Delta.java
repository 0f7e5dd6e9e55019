package featureflags.catalog;

import java.util.List;

/// Everything that changed in a scope after one revision, up to another. From revision 0 it is the
/// whole snapshot.
///
/// It leads from any revision within `from` to `to` to `to`, for each document comes as it is
/// there.
///
/// @param scope where
/// @param from the revision it starts behind
/// @param to the revision it leads to
/// @param changed the flags in use, the segments and the parts of their lists that changed
/// @param removed what went out of use; a part without keys is none
public record Delta(
    Scope scope, long from, long to, List<Document> changed, List<DocumentName> removed) {
  /// Copies the lists.
  ///
  /// @throws IllegalArgumentException when it would go back
  public Delta {
    changed = List.copyOf(changed);
    removed = List.copyOf(removed);
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("a delta from %d to %d".formatted(from, to));
    }
  }

  /// Whether it leads on from a snapshot of this revision.
  public boolean follows(long revision) {
    return from <= revision && revision < to;
  }
}
