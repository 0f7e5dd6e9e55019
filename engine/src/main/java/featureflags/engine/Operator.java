package featureflags.engine;

/// How a test compares an attribute with the values of a rule.
///
/// An attribute that is absent or null matches no operator but [#NOT_EXISTS]. A list matches when
/// any of its elements does. Several values mean any of them. The negative operators are exactly
/// the complement of their positive twins on every attribute that is present.
public enum Operator {
  /// Equal as canonical scalars: 5 = 5.0 = "5", true = "true".
  EQ,
  /// Present and not [#EQ].
  NEQ,
  /// The same as [#EQ]; reads better with many values.
  IN,
  /// Present and not [#IN].
  NOT_IN,
  /// A text that contains the value.
  CONTAINS,
  /// Present and not [#CONTAINS].
  NOT_CONTAINS,
  /// A text that starts with the value.
  STARTS_WITH,
  /// A text that ends with the value.
  ENDS_WITH,
  /// A text of at most 4,096 characters in which the RE2 expression is found; a longer one matches
  /// none.
  MATCHES,
  /// A number, or numeric text, greater than the value. Numbers are compared as IEEE 754 doubles.
  GT,
  /// A number, or numeric text, not less than the value.
  GTE,
  /// A number, or numeric text, less than the value.
  LT,
  /// A number, or numeric text, not greater than the value.
  LTE,
  /// A time before the value: RFC 3339, or milliseconds since 1970 as a number or its text.
  BEFORE,
  /// A time after the value.
  AFTER,
  /// A version of the same precedence as the value (Semantic Versioning 2.0; a leading `v` and a
  /// missing minor or patch number are taken).
  SEMVER_EQ,
  /// A version that follows the value.
  SEMVER_GT,
  /// A version that does not precede the value.
  SEMVER_GTE,
  /// A version that precedes the value.
  SEMVER_LT,
  /// A version that does not follow the value.
  SEMVER_LTE,
  /// An IPv4 or IPv6 address within the block. An IPv4 address in IPv6 clothes (`::ffff:10.0.0.1`)
  /// is the IPv4 address.
  IN_CIDR,
  /// A whole number, or its text, that leaves the remainder: the values are `[divisor, remainder]`.
  MODULO,
  /// Present and not null. Takes no values.
  EXISTS,
  /// Absent or null. Takes no values.
  NOT_EXISTS;

  /// Whether the operator compares with nothing.
  public boolean takesNoValues() {
    return this == EXISTS || this == NOT_EXISTS;
  }

  /// Whether the operator compares texts, and so can ignore their case.
  public boolean comparesTexts() {
    return switch (this) {
      case EQ, NEQ, IN, NOT_IN, CONTAINS, NOT_CONTAINS, STARTS_WITH, ENDS_WITH, MATCHES -> true;
      case GT,
          GTE,
          LT,
          LTE,
          BEFORE,
          AFTER,
          SEMVER_EQ,
          SEMVER_GT,
          SEMVER_GTE,
          SEMVER_LT,
          SEMVER_LTE,
          IN_CIDR,
          MODULO,
          EXISTS,
          NOT_EXISTS ->
          false;
    };
  }

  /// Whether the operator is the complement of another on every attribute that is present.
  public boolean isNegative() {
    return this == NEQ || this == NOT_IN || this == NOT_CONTAINS;
  }
}
