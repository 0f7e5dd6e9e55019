package featureflags.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the regular expressions of a flag may be, so that compiling them ends soon and matching
/// stays cheap.
///
/// RE2 syntax is linear in the text, but not in the expression: `((a{1000}){1000}){1000}` needs
/// more memory than there is, and thousands of nested groups more stack. And RE2/J never ends the
/// case folding of a few letters that are younger than its tables.
final class PatternLimits {
  /// Of one expression in characters, and of all expressions of a flag in steps when every
  /// repetition is written out.
  static final int MAX_SIZE = 2_000;

  /// The longest text that is searched, in characters.
  static final int MAX_TEXT = 4_096;

  /// Groups within groups.
  static final int MAX_DEPTH = 100;

  /// Cyrillic Extended-C: their case folding does not come back to them in RE2/J.
  private static final int FIRST_UNFOLDABLE = 0x1c80;

  private static final int LAST_UNFOLDABLE = 0x1c8f;

  private PatternLimits() {}

  /// Why one flag may not have all these expressions; null when it may. An expression counts as one
  /// step at least.
  static @Nullable String flaw(List<String> patterns) {
    long steps = 0;
    for (String pattern : patterns) {
      var scan = new PatternScan(pattern);
      scan.run();
      steps += Math.max(1, scan.size());
    }
    return steps > MAX_SIZE
        ? "the regular expressions of all rules have %d steps together when their repetitions are written out; at most %d are allowed"
            .formatted(steps, MAX_SIZE)
        : null;
  }

  /// Why the expression is not worth compiling; null when it is. Says nothing about its syntax.
  static @Nullable String flaw(String pattern) {
    if (pattern.length() > MAX_SIZE) {
      return "a regular expression of %d characters; at most %d are allowed"
          .formatted(pattern.length(), MAX_SIZE);
    }
    var scan = new PatternScan(pattern);
    scan.run();
    if (scan.depth() > MAX_DEPTH) {
      return "a regular expression with %d groups within each other; at most %d are allowed"
          .formatted(scan.depth(), MAX_DEPTH);
    }
    if (scan.size() > MAX_SIZE) {
      return "a regular expression that is longer than %d when its repetitions are written out"
          .formatted(MAX_SIZE);
    }
    return scan.ignoresCase() && scan.covers(FIRST_UNFOLDABLE, LAST_UNFOLDABLE)
        ? "a regular expression that ignores the case of letters from U+1C80 to U+1C8F"
        : null;
  }
}
