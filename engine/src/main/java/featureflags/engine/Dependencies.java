package featureflags.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which flags depend on which, through prerequisites and conditions: what must not run in circles,
/// nor take more evaluations than anybody would wait for, nor more stack than there is.
public final class Dependencies {
  /// How many evaluations one may take: of the flag, and of each flag it depends on, as often as it
  /// is asked for.
  public static final int MAX_EVALUATIONS = 1_000;

  /// How many levels of flags there may be: the flag, those it depends on, those that they depend
  /// on.
  public static final int MAX_LEVELS = 16;

  private final Map<String, ? extends Collection<String>> edges;

  /// @param edges for each flag that depends on others, their keys, each as often as one evaluation
  ///   can ask for it
  public Dependencies(Map<String, ? extends Collection<String>> edges) {
    this.edges = edges;
  }

  /// The way from a flag through what it depends on back to itself: first and last are its key.
  /// Empty when there is none.
  public Optional<List<String>> circle(String key) {
    var cameFrom = new HashMap<String, String>();
    Deque<String> open = new ArrayDeque<>(List.of(key));
    while (!open.isEmpty()) {
      String at = open.removeFirst();
      for (String next : below(at)) {
        if (next.equals(key)) {
          return Optional.of(path(key, at, cameFrom));
        }
        if (cameFrom.putIfAbsent(next, at) == null) {
          open.addLast(next);
        }
      }
    }
    return Optional.empty();
  }

  private static List<String> path(String key, String last, Map<String, String> cameFrom) {
    var backwards = new ArrayList<>(List.of(key));
    for (String at = last; !at.equals(key); at = cameFrom.getOrDefault(at, key)) {
      backwards.add(at);
    }
    backwards.add(key);
    Collections.reverse(backwards);
    return List.copyOf(backwards);
  }

  /// The flags that cannot be evaluated soundly: those from which a circle is reached, and those
  /// that would take more than [#MAX_EVALUATIONS] or [#MAX_LEVELS]. Why, for each.
  public Map<String, String> unsound() {
    var unsound = new LinkedHashMap<String, String>();
    var costs = new HashMap<String, Cost>();
    for (String key : bottomUp()) {
      long evaluations = 1;
      int levels = 1;
      for (String below : below(key)) {
        Cost cost = costs.getOrDefault(below, Cost.OF_ONE);
        evaluations += cost.evaluations();
        levels = Math.max(levels, 1 + cost.levels());
      }
      if (evaluations > MAX_EVALUATIONS) {
        unsound.put(key, tooMany(evaluations));
      } else if (levels > MAX_LEVELS) {
        unsound.put(key, tooDeep(levels));
      }
      costs.put(key, new Cost(Math.min(evaluations, MAX_EVALUATIONS + 1L), levels));
    }
    for (String key : edges.keySet()) {
      if (!costs.containsKey(key)) {
        unsound.put(key, "what it depends on runs in a circle");
      }
    }
    return unsound;
  }

  private static String tooMany(long evaluations) {
    return "it takes %d evaluations of what it depends on; at most %d are allowed"
        .formatted(evaluations, MAX_EVALUATIONS);
  }

  private static String tooDeep(int levels) {
    return "with what it depends on it has %d levels of flags; at most %d are allowed"
        .formatted(levels, MAX_LEVELS);
  }

  /// What one evaluation of a flag takes.
  private record Cost(long evaluations, int levels) {
    static final Cost OF_ONE = new Cost(1, 1);
  }

  /// Why a flag depends on too much; empty when it does not.
  public Optional<String> excess(String key) {
    return Optional.ofNullable(unsound().get(key));
  }

  /// The flags that depend on others, each behind those it depends on; without those from which a
  /// circle is reached.
  private List<String> bottomUp() {
    var above = new HashMap<String, List<String>>();
    var waitsFor = new HashMap<String, Integer>();
    Deque<String> ready = new ArrayDeque<>();
    for (String key : edges.keySet()) {
      Set<String> dependent = new HashSet<>(below(key));
      dependent.retainAll(edges.keySet());
      dependent.forEach(each -> above.computeIfAbsent(each, _ -> new ArrayList<>()).add(key));
      waitsFor.put(key, dependent.size());
      if (dependent.isEmpty()) {
        ready.add(key);
      }
    }
    var order = new ArrayList<String>();
    while (!ready.isEmpty()) {
      String key = ready.removeFirst();
      order.add(key);
      for (String each : above.getOrDefault(key, List.of())) {
        if (waitsFor.merge(each, -1, Integer::sum) == 0) {
          ready.addLast(each);
        }
      }
    }
    return order;
  }

  private Collection<String> below(String key) {
    Collection<String> below = edges.get(key);
    return below == null ? List.of() : below;
  }
}
