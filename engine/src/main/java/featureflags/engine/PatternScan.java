package featureflags.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A walk over a regular expression that estimates, from above, what it takes to compile it.
/// Malformed expressions are walked too: they are refused by the compiler, not here.
final class PatternScan {
  private static final Pattern REPEAT = Pattern.compile("\\{([0-9]{1,9})(,([0-9]{0,9}))?}");
  private static final Pattern FLAGS = Pattern.compile("\\(\\?[a-zA-Z-]*i");
  private static final Pattern CODE =
      Pattern.compile("\\\\(?:x\\{([0-9a-fA-F]{1,8})}|x([0-9a-fA-F]{2})|([0-7]{1,3}))");
  private static final int UNKNOWN = -1;

  private final String pattern;
  private final Deque<Long> outer = new ArrayDeque<>(); // sizes before each open group
  private final List<int[]> ranges = new ArrayList<>(); // first and last character of each
  private int at;
  private int depth;
  private long before; // size of this group before its last part
  private long last; // size of the last part, which a repetition would repeat

  PatternScan(String pattern) {
    this.pattern = pattern;
  }

  void run() {
    while (at < pattern.length()) {
      step();
    }
    while (!outer.isEmpty()) {
      close();
    }
  }

  /// How deep groups nest.
  int depth() {
    return depth;
  }

  /// How many steps the expression has when its repetitions are written out; exact enough up to a
  /// million.
  long size() {
    return before + last;
  }

  /// Whether any part of the expression ignores case.
  boolean ignoresCase() {
    return FLAGS.matcher(pattern).find();
  }

  /// Whether a character or a range of the expression lies in this range.
  boolean covers(int first, int end) {
    return ranges.stream().anyMatch(range -> range[0] <= end && range[1] >= first);
  }

  private void step() {
    switch (pattern.charAt(at)) {
      case '(' -> open();
      case ')' -> {
        close();
        at++;
      }
      case '[' -> {
        add(1);
        characterClass();
      }
      case '*', '+', '?', '|' -> {
        last++;
        at++;
      }
      case '{' -> repeat();
      default -> literal();
    }
  }

  private void literal() {
    if (pattern.startsWith("\\Q", at)) {
      quotation();
      return;
    }
    add(1);
    int point = point();
    ranges.add(new int[] {point, point});
  }

  private void quotation() {
    int end = pattern.indexOf("\\E", at + 2);
    end = end < 0 ? pattern.length() : end;
    pattern
        .substring(at + 2, end)
        .codePoints()
        .forEach(point -> {
          add(1);
          ranges.add(new int[] {point, point});
        });
    at = Math.min(end + 2, pattern.length());
  }

  private void open() {
    outer.push(before + last);
    depth = Math.max(depth, outer.size());
    before = 0;
    last = 0;
    at++;
  }

  private void close() {
    long group = before + last + 2;
    before = outer.isEmpty() ? 0 : outer.pop();
    last = group;
  }

  private void add(long size) {
    before = Math.min(before + last, 1_000_000);
    last = size;
  }

  private void repeat() {
    Matcher repeat = REPEAT.matcher(pattern).region(at, pattern.length());
    if (!repeat.lookingAt()) {
      literal();
      return;
    }
    long least = Long.parseLong(repeat.group(1));
    String most = repeat.group(3);
    long times = most == null || most.isEmpty() ? least + 1 : Math.max(least, Long.parseLong(most));
    last = Math.min(last * Math.min(times, 1_000_000) + 1, 1_000_000);
    at = repeat.end();
  }

  private void characterClass() {
    at++;
    if (at < pattern.length() && pattern.charAt(at) == '^') {
      at++;
    }
    int start = at;
    while (at < pattern.length() && (pattern.charAt(at) != ']' || at == start)) {
      int posix = pattern.startsWith("[:", at) ? pattern.indexOf(":]", at) : -1;
      if (posix >= 0) {
        at = posix + 2;
      } else {
        range();
      }
    }
    at++;
  }

  private void range() {
    int first = point();
    int end = first;
    if (at + 1 < pattern.length() && pattern.charAt(at) == '-' && pattern.charAt(at + 1) != ']') {
      at++;
      end = point();
    }
    ranges.add(new int[] {first, end});
  }

  /// The character at this place, and a step behind it; [#UNKNOWN] for an escape that stands for
  /// many.
  private int point() {
    Matcher code = CODE.matcher(pattern).region(at, pattern.length());
    if (code.lookingAt()) {
      at = code.end();
      return code.group(3) == null
          ? (int) Long.parseLong(code.group(1) == null ? code.group(2) : code.group(1), 16)
          : Integer.parseInt(code.group(3), 8);
    }
    int point = pattern.codePointAt(at);
    at += Character.charCount(point);
    if (point != '\\' || at == pattern.length()) {
      return point;
    }
    int escaped = pattern.codePointAt(at);
    at += Character.charCount(escaped);
    if ((escaped == 'p' || escaped == 'P') && at < pattern.length() && pattern.charAt(at) == '{') {
      int end = pattern.indexOf('}', at);
      at = end < 0 ? pattern.length() : end + 1;
    }
    return escaped < 0x80 && Character.isLetterOrDigit(escaped) ? UNKNOWN : escaped;
  }
}
