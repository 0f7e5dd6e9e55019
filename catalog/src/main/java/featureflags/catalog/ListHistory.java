package featureflags.catalog;

import java.time.Instant;
import java.util.List;

/// What was done to the lists of a segment, as far as the change trail tells: of a long edit it
/// keeps a sample of the keys.
///
/// @param steps newest first
/// @param whole whether nothing was done before them
public record ListHistory(List<Step> steps, boolean whole) {
  /// Copies the list.
  public ListHistory {
    steps = List.copyOf(steps);
  }

  /// Something that was done.
  public sealed interface Step {
    /// When.
    Instant time();

    /// The segment was created or deleted, and had no keys then.
    record Emptied(Instant time) implements Step {}

    /// One of its lists was edited.
    record Edited(Instant time, ListEdit edit) implements Step {}

    /// Something that this engine does not know.
    record Unreadable(Instant time) implements Step {}
  }

  /// Whether a key was in a list at a time: what was done until then may tell, and otherwise what
  /// was done since, taken back from what is now.
  ///
  /// @param now whether it is in the list now
  public Listing at(Instant time, SegmentList list, String key, Listing now) {
    Listing then = whole ? Listing.ABSENT : Listing.UNKNOWN;
    for (Step step : steps.reversed()) {
      if (step.time().isBefore(time)) {
        then = after(step, list, key, then);
      }
    }
    return then == Listing.UNKNOWN ? takenBack(time, list, key, now) : then;
  }

  private Listing takenBack(Instant time, SegmentList list, String key, Listing now) {
    Listing then = now;
    for (Step step : steps) {
      if (!step.time().isBefore(time)) {
        then = before(step, list, key, then);
      }
    }
    boolean reached = whole || (!steps.isEmpty() && steps.getLast().time().isBefore(time));
    return reached ? then : Listing.UNKNOWN;
  }

  private static Listing after(Step step, SegmentList list, String key, Listing before) {
    return switch (step) {
      case Step.Emptied _ -> Listing.ABSENT;
      case Step.Edited(_, ListEdit edit) -> edit.list() == list ? edit.after(key, before) : before;
      case Step.Unreadable _ -> Listing.UNKNOWN;
    };
  }

  private static Listing before(Step step, SegmentList list, String key, Listing after) {
    return switch (step) {
      case Step.Emptied _, Step.Unreadable _ -> Listing.UNKNOWN;
      case Step.Edited(_, ListEdit edit) -> edit.list() == list ? edit.before(key, after) : after;
    };
  }
}
