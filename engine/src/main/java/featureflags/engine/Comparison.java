package featureflags.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A comparison of one scalar with the values of a test, prepared when the flag is compiled.
@FunctionalInterface
interface Comparison {
  /// Whether the scalar matches any of the values.
  boolean holds(Value scalar);

  /// The positive comparison behind an operator; the negative operators turn its outcome.
  static Comparison of(Operator operator, List<Value> values, boolean ignoreCase) {
    return switch (operator) {
      case EQ, NEQ, IN, NOT_IN -> ignoreCase ? EqualsAnyCase.of(values) : EqualsAny.of(values);
      case CONTAINS, NOT_CONTAINS ->
          TextSearch.of(values, ignoreCase, String::contains, Folding::contains);
      case STARTS_WITH ->
          TextSearch.of(values, ignoreCase, String::startsWith, Folding::startsWith);
      case ENDS_WITH -> TextSearch.of(values, ignoreCase, String::endsWith, Folding::endsWith);
      case MATCHES -> PatternSearch.of(values, ignoreCase);
      case GT, GTE, LT, LTE -> NumberOrder.of(operator, values);
      case BEFORE, AFTER -> TimeOrder.of(operator, values);
      case SEMVER_EQ, SEMVER_GT, SEMVER_GTE, SEMVER_LT, SEMVER_LTE ->
          VersionOrder.of(operator, values);
      case IN_CIDR -> AddressBlocks.of(values);
      case MODULO -> Remainder.of(values);
      case EXISTS, NOT_EXISTS -> _ -> false; // decided by presence alone
    };
  }

  /// Why the operator cannot compare with the value; null when it can.
  static @Nullable String flaw(Operator operator, Value value, boolean ignoreCase) {
    if (Scalar.canonical(value) == null) {
      return "values are texts, numbers, true or false, not lists, objects or null";
    }
    return switch (operator) {
      case EQ, NEQ, IN, NOT_IN -> null;
      case CONTAINS, NOT_CONTAINS, STARTS_WITH, ENDS_WITH ->
          value instanceof Value.Text ? null : "this operator compares with texts";
      case MATCHES -> PatternSearch.flaw(value, ignoreCase);
      case GT, GTE, LT, LTE ->
          Double.isNaN(Scalar.number(value)) ? "this operator compares with numbers" : null;
      case BEFORE, AFTER ->
          Timestamp.seconds(value) == Timestamp.NONE
              ? "this operator compares with times: RFC 3339 such as 2026-01-31T12:00:00Z, or milliseconds since 1970"
              : null;
      case SEMVER_EQ, SEMVER_GT, SEMVER_GTE, SEMVER_LT, SEMVER_LTE ->
          value instanceof Value.Text(String text) && SemVer.spells(text)
              ? null
              : "this operator compares with versions such as \"2.4.0\" or \"v3.1-beta.2\"";
      case IN_CIDR ->
          value instanceof Value.Text(String text) && AddressBlocks.spellsBlock(text)
              ? null
              : "this operator compares with blocks of addresses such as \"10.0.0.0/8\" or \"2001:db8::/32\"";
      case MODULO -> Remainder.flaw(value);
      case EXISTS, NOT_EXISTS -> "this operator takes no values";
    };
  }

  /// Why the operator cannot compare with so many of these values; null when it can.
  static @Nullable String flaw(Operator operator, List<Value> values) {
    if (operator.takesNoValues() != values.isEmpty()) {
      return values.isEmpty() ? "takes at least one value" : "takes no values";
    }
    if (values.size() > Condition.AttributeTest.MAX_VALUES) {
      return "has %d values; at most %d are allowed: put longer lists into a segment"
          .formatted(values.size(), Condition.AttributeTest.MAX_VALUES);
    }
    return operator == Operator.MODULO ? Remainder.flaw(values) : null;
  }
}
