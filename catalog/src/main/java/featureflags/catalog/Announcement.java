package featureflags.catalog;

/// What the change channel says: a scope has reached a revision.
public sealed interface Announcement {
  /// Where.
  Scope scope();

  /// The revision that was reached.
  long revision();

  /// With everything needed to follow.
  record Carried(Delta delta) implements Announcement {
    @Override
    public Scope scope() {
      return delta.scope();
    }

    @Override
    public long revision() {
      return delta.to();
    }
  }

  /// With the number alone, for what is too large to send or for a channel that is too narrow.
  record Named(Scope scope, long revision) implements Announcement {}
}
