package featureflags.json;

import featureflags.catalog.TrailEntry;
import featureflags.catalog.TrailVerdict;
import java.util.Optional;

/// Verifies a change trail, which is shown to it from the first entry on.
public final class TrailCheck {
  private long length;
  private String hash = TrailEntry.NOTHING;

  /// Before the first entry.
  public TrailCheck() {}

  /// Looks at the next entry.
  ///
  /// @return what is wrong, if it is not what must stand here
  public Optional<TrailVerdict.Broken> next(TrailEntry entry) {
    if (entry.position() != length + 1) {
      return Optional.of(missing(entry.position()));
    }
    if (!entry.previous().equals(hash)) {
      return broken(
          length == 0
              ? "it is not the first one that was recorded"
              : "it does not follow entry %d as that is now".formatted(length));
    }
    if (!TrailLine.isSound(entry)) {
      return broken("its content is not the one that was recorded");
    }
    length++;
    hash = entry.hash();
    return Optional.empty();
  }

  /// What to say when the next entry is one that cannot be read.
  ///
  /// @param position its own
  public TrailVerdict.Broken unreadable(long position) {
    return position == length + 1
        ? new TrailVerdict.Broken(position, "nobody can have recorded what it says now")
        : missing(position);
  }

  private TrailVerdict.Broken missing(long next) {
    return new TrailVerdict.Broken(
        length + 1, "it is missing: the next one there is entry %d".formatted(next));
  }

  /// What to say when every entry was shown.
  ///
  /// @param recorded how many entries there must be
  /// @param last the hash of the last of them; [TrailEntry#NOTHING] where there is none
  public TrailVerdict end(long recorded, String last) {
    if (length < recorded) {
      return new TrailVerdict.Broken(
          length + 1, "it is missing: the trail had %d entries".formatted(recorded));
    }
    if (length > recorded || !hash.equals(last)) {
      return new TrailVerdict.Broken(length, "the trail ended otherwise when it was recorded");
    }
    return new TrailVerdict.Intact(length, hash);
  }

  private Optional<TrailVerdict.Broken> broken(String why) {
    return Optional.of(new TrailVerdict.Broken(length + 1, why));
  }
}
