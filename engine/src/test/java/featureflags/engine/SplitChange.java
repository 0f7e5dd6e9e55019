package featureflags.engine;

import static java.util.stream.Collectors.toMap;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a change of a split did to the subjects, counted without any help of the code that did it.
///
/// @param moved how many slots went from one arm to another, by both names as they are afterwards
record SplitChange(Map<Move, Integer> moved) {
  /// From one arm to another.
  record Move(String from, String to) {}

  /// The name behind that of an arm that is gone.
  private static final String GONE = " (gone)";

  static SplitChange between(Serve.Split before, Serve.Split after) {
    Map<String, String> names = names(before, after);
    TreeMap<Integer, String> then = owners(before);
    TreeMap<Integer, String> now = owners(after);
    var edges = new TreeSet<>(then.keySet());
    edges.addAll(now.keySet());
    var moved = new HashMap<Move, Integer>();
    for (int from : edges) {
      Integer next = edges.higher(from);
      int size = (next == null ? Slot.COUNT : next) - from;
      String old = then.floorEntry(from).getValue();
      String owner = now.floorEntry(from).getValue();
      String known = names.getOrDefault(old, old + GONE);
      if (!known.equals(owner)) {
        moved.merge(new Move(known, owner), size, Integer::sum);
      }
    }
    return new SplitChange(moved);
  }

  /// The arm of each slot, by the first slot of each range.
  static TreeMap<Integer, String> owners(Serve.Split split) {
    var owners = new TreeMap<Integer, String>();
    split
        .arms()
        .forEach(arm -> arm.ranges().forEach(range -> owners.put(range.from(), arm.variant())));
    return owners;
  }

  /// What each arm that stays is called afterwards: one that is gone while a new one stands in its
  /// place was renamed.
  static Map<String, String> names(Serve.Split before, Serve.Split after) {
    var names = new HashMap<String, String>();
    for (int i = 0; i < before.arms().size(); i++) {
      String old = before.variants().get(i);
      String there = i < after.arms().size() ? after.variants().get(i) : old;
      if (after.variants().contains(old)) {
        names.put(old, old);
      } else if (!before.variants().contains(there)) {
        names.put(old, there);
      }
    }
    return names;
  }

  /// The size of each arm.
  static Map<String, Integer> sizes(Serve.Split split) {
    return split.arms().stream().collect(toMap(Arm::variant, SplitChange::size));
  }

  private static int size(Arm arm) {
    return arm.ranges().stream().mapToInt(range -> range.to() - range.from()).sum();
  }

  /// How many slots went to another arm.
  int total() {
    return moved.values().stream().mapToInt(Integer::intValue).sum();
  }

  /// Those of the moves that are between two of these arms.
  List<Move> within(List<String> arms) {
    return moved.keySet().stream()
        .filter(move -> arms.contains(move.from()) && arms.contains(move.to()))
        .toList();
  }
}
