package featureflags.engine;

import java.util.List;
import java.util.Optional;

/// What a rule or a segment asks of a context: a tree of tests.
public sealed interface Condition {
  /// Holds for everybody.
  Condition EVERYBODY = new All(List.of());

  /// Holds for nobody.
  Condition NOBODY = new Any(List.of());

  /// How deep a tree may be; a single test is 1 deep.
  int MAX_DEPTH = 16;

  /// How many nodes a tree may have.
  int MAX_NODES = 1_000;

  /// A test of one attribute.
  ///
  /// @param attribute the attribute's name, taken literally first, then as a dot path
  /// @param operator how to compare
  /// @param values scalars to compare with; none for the operators that take none
  /// @param ignoreCase whether upper and lower case are the same; only for operators that compare
  ///   texts
  record AttributeTest(String attribute, Operator operator, List<Value> values, boolean ignoreCase)
      implements Condition {
    /// How many values a test may compare with; a longer list is a segment.
    public static final int MAX_VALUES = 10_000;

    /// @throws IllegalArgumentException when the operator cannot compare with these values
    public AttributeTest {
      values = List.copyOf(values);
      if (attribute.isEmpty()) {
        throw new IllegalArgumentException("the attribute's name is empty");
      }
      refuse(attribute, operator, flaw(operator, ignoreCase));
      for (Value value : values) {
        refuse(attribute, operator, flaw(operator, value, ignoreCase));
      }
      refuse(attribute, operator, flaw(operator, values));
    }

    private static void refuse(String attribute, Operator operator, Optional<String> flaw) {
      if (flaw.isPresent()) {
        throw new IllegalArgumentException(
            "the test of '%s' with %s: %s".formatted(attribute, operator, flaw.get()));
      }
    }

    /// Why the operator cannot compare with or without regard to case; empty when it can.
    public static Optional<String> flaw(Operator operator, boolean ignoreCase) {
      return ignoreCase && !operator.comparesTexts()
          ? Optional.of("only operators that compare texts can ignore case")
          : Optional.empty();
    }

    /// Why the operator cannot compare with the value; empty when it can.
    public static Optional<String> flaw(Operator operator, Value value, boolean ignoreCase) {
      return Optional.ofNullable(Comparison.flaw(operator, value, ignoreCase));
    }

    /// Why the operator cannot compare with this list of values, each of which it can compare with;
    /// empty when it can.
    public static Optional<String> flaw(Operator operator, List<Value> values) {
      return Optional.ofNullable(Comparison.flaw(operator, values));
    }
  }

  /// All of these hold; everybody when there is none.
  record All(List<Condition> conditions) implements Condition {
    /// Copies the list.
    public All {
      conditions = List.copyOf(conditions);
    }
  }

  /// At least one of these holds; nobody when there is none.
  record Any(List<Condition> conditions) implements Condition {
    /// Copies the list.
    public Any {
      conditions = List.copyOf(conditions);
    }
  }

  /// This does not hold.
  record Not(Condition condition) implements Condition {}

  /// The subject is in a segment. Nobody is in a segment that is not there.
  record InSegment(String segment) implements Condition {
    /// @throws IllegalArgumentException when it is no key
    public InSegment {
      Key.checked("segment", segment);
    }
  }

  /// Another flag serves the same context one of these variants, for whatever reason. A flag that
  /// is not there serves none.
  record FlagServes(String flag, List<String> variants) implements Condition {
    /// @throws IllegalArgumentException when the flag is no key or there is no variant
    public FlagServes {
      variants = List.copyOf(variants);
      Key.checked("flag", flag);
      if (variants.isEmpty()) {
        throw new IllegalArgumentException("no variant of flag '%s' is named".formatted(flag));
      }
    }
  }

  /// Why the tree is too large; empty when it is not.
  static Optional<String> flaw(Condition condition) {
    return Optional.ofNullable(TreeLimits.flaw(condition));
  }
}
