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
  /// A number, or numeric text, greater than the value.
  GT,
  /// A number, or numeric text, not less than the value.
  GTE,
  /// A number, or numeric text, less than the value.
  LT,
  /// A number, or numeric text, not greater than the value.
  LTE,
  /// Present and not null. Takes no values.
  EXISTS,
  /// Absent or null. Takes no values.
  NOT_EXISTS;

  /// Whether the operator compares with nothing.
  public boolean takesNoValues() {
    return this == EXISTS || this == NOT_EXISTS;
  }
}
