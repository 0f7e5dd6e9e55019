package featureflags.json;

import java.util.Collection;
import java.util.Comparator;
import java.util.TreeSet;

/// The name that a misspelt one was probably meant to be.
final class Suggestion {
  private Suggestion() {}

  /// `; did you mean '…'?` when a known name is close, else the names to choose from.
  static String of(String name, Collection<String> known) {
    return known.stream()
        .filter(candidate -> begins(name, candidate) || near(name, candidate))
        .min(
            Comparator.comparing((String candidate) -> !begins(name, candidate))
                .thenComparingInt(candidate -> distance(name, candidate)))
        .map("; did you mean '%s'?"::formatted)
        .orElseGet(() -> "; known are " + String.join(", ", new TreeSet<>(known)));
  }

  private static boolean begins(String name, String candidate) {
    return !name.isEmpty() && candidate.startsWith(name);
  }

  private static boolean near(String name, String candidate) {
    return distance(name, candidate) <= Math.min(2, name.length() / 2);
  }

  /// How many characters must be put in, taken out or exchanged (Levenshtein); names whose lengths
  /// differ by more than two are as far apart as they are long.
  private static int distance(String a, String b) {
    if (Math.abs(a.length() - b.length()) > 2) {
      return Math.max(a.length(), b.length());
    }
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int exchanged = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(exchanged, Math.min(previous[j], row[j - 1]) + 1);
      }
      previous = row;
    }
    return previous[b.length()];
  }
}
