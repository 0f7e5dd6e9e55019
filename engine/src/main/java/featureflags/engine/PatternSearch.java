package featureflags.engine;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds any of several RE2 expressions within a text. The matcher of the library allocates; no
/// other comparison does.
final class PatternSearch implements Comparison {
  /// What a pattern begins with when case is ignored.
  private static final String IGNORING_CASE = "(?i)";

  private final Pattern[] patterns;

  private PatternSearch(Pattern[] patterns) {
    this.patterns = patterns;
  }

  static PatternSearch of(List<Value> values, boolean ignoreCase) {
    return new PatternSearch(
        values.stream()
            .map(value -> Pattern.compile(expression(value, ignoreCase)))
            .toArray(Pattern[]::new));
  }

  /// The expression as it is compiled.
  static String expression(Value value, boolean ignoreCase) {
    String text = String.valueOf(Scalar.canonical(value));
    return ignoreCase ? IGNORING_CASE + text : text;
  }

  /// Why the value is no expression to search for; null when it is.
  static @Nullable String flaw(Value value, boolean ignoreCase) {
    if (!(value instanceof Value.Text)) {
      return "this operator takes a regular expression";
    }
    String expression = expression(value, ignoreCase);
    String excess = PatternLimits.flaw(expression);
    if (excess != null) {
      return excess;
    }
    try {
      Pattern.compile(expression);
      return null;
    } catch (PatternSyntaxException e) {
      return "not a regular expression in RE2 syntax: " + e.getMessage();
    }
  }

  @Override
  public boolean holds(Value scalar) {
    if (scalar instanceof Value.Text(String text) && text.length() <= PatternLimits.MAX_TEXT) {
      for (Pattern pattern : patterns) {
        if (pattern.matcher(text).find()) {
          return true;
        }
      }
    }
    return false;
  }
}
