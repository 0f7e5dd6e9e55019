package featureflags.engine;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A comparison of one scalar with the values of a rule, prepared when the flag is compiled.
@FunctionalInterface
interface ScalarTest {
  /// Whether the scalar matches any of the values.
  boolean holds(Value scalar);

  /// The positive comparison behind an operator; the negative operators turn its outcome.
  static ScalarTest of(Operator operator, List<Value> values) {
    return switch (operator) {
      case EQ, NEQ, IN, NOT_IN -> EqualsAny.of(values);
      case CONTAINS, NOT_CONTAINS -> text(values, String::contains);
      case STARTS_WITH -> text(values, String::startsWith);
      case ENDS_WITH -> text(values, String::endsWith);
      case MATCHES -> matches(values);
      case GT -> order(values, (number, limit) -> number > limit);
      case GTE -> order(values, (number, limit) -> number >= limit);
      case LT -> order(values, (number, limit) -> number < limit);
      case LTE -> order(values, (number, limit) -> number <= limit);
      case EXISTS, NOT_EXISTS -> _ -> false; // decided by presence alone
    };
  }

  /// Why the operator cannot compare with the value; null when it can.
  static @Nullable String flaw(Operator operator, Value value) {
    if (Scalar.canonical(value) == null) {
      return "values are texts, numbers, true or false, not lists, objects or null";
    }
    return switch (operator) {
      case EQ, NEQ, IN, NOT_IN -> null;
      case CONTAINS, NOT_CONTAINS, STARTS_WITH, ENDS_WITH ->
          value instanceof Value.Text ? null : "this operator compares with texts";
      case MATCHES -> patternFlaw(value);
      case GT, GTE, LT, LTE ->
          Double.isNaN(Scalar.number(value)) ? "this operator compares with numbers" : null;
      case EXISTS, NOT_EXISTS -> "this operator takes no values";
    };
  }

  private static @Nullable String patternFlaw(Value value) {
    if (!(value instanceof Value.Text(String pattern))) {
      return "this operator takes a regular expression";
    }
    String excess = PatternLimits.flaw(pattern);
    if (excess != null) {
      return excess;
    }
    try {
      Pattern.compile(pattern);
      return null;
    } catch (PatternSyntaxException e) {
      return "not a regular expression in RE2 syntax: " + e.getMessage();
    }
  }

  private static ScalarTest text(List<Value> values, TextComparison comparison) {
    String[] texts = values.stream().map(Scalar::canonical).toArray(String[]::new);
    return scalar -> {
      if (scalar instanceof Value.Text(String text)) {
        for (String candidate : texts) {
          if (comparison.holds(text, candidate)) {
            return true;
          }
        }
      }
      return false;
    };
  }

  private static ScalarTest matches(List<Value> values) {
    Pattern[] patterns =
        values.stream().map(Scalar::canonical).map(Pattern::compile).toArray(Pattern[]::new);
    return scalar -> {
      if (scalar instanceof Value.Text(String text) && text.length() <= PatternLimits.MAX_TEXT) {
        for (Pattern pattern : patterns) {
          if (pattern.matcher(text).find()) {
            return true;
          }
        }
      }
      return false;
    };
  }

  private static ScalarTest order(List<Value> values, NumberComparison comparison) {
    double[] limits = values.stream().mapToDouble(Scalar::number).toArray();
    return scalar -> {
      double number = Scalar.number(scalar);
      for (double limit : limits) {
        if (comparison.holds(number, limit)) { // never for NaN
          return true;
        }
      }
      return false;
    };
  }

  /// One text against one value.
  @FunctionalInterface
  interface TextComparison {
    boolean holds(String text, String value);
  }

  /// One number against one value.
  @FunctionalInterface
  interface NumberComparison {
    boolean holds(double number, double limit);
  }
}
