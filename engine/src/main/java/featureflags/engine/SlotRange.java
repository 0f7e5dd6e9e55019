package featureflags.engine;

/// Neighbouring slots.
///
/// @param from the first slot
/// @param to the slot behind the last one
public record SlotRange(int from, int to) {
  /// @throws IllegalArgumentException when it is empty or leaves the line of slots
  public SlotRange {
    if (from < 0 || to > Slot.COUNT || from >= to) {
      throw new IllegalArgumentException(
          "%d to %d is no range of slots within 0 to %d".formatted(from, to, Slot.COUNT));
    }
  }

  /// How many slots it has.
  public int size() {
    return to - from;
  }
}
