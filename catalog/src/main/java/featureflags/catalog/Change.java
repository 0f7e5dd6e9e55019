package featureflags.catalog;

/// An edit of a flag, as the change trail keeps it.
public sealed interface Change {
  /// The flag as the edit left it.
  Entry after();

  /// A flag that was not there before.
  record Created(Entry after) implements Change {}

  /// Another definition.
  record Updated(Entry before, Entry after) implements Change {}

  /// Out of use.
  record Archived(Entry before, Entry after) implements Change {}

  /// In use again.
  record Restored(Entry before, Entry after) implements Change {}
}
