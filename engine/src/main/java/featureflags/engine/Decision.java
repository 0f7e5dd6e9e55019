package featureflags.engine;

/// The answer to one evaluation.
///
/// @param variant what is served
/// @param reason why
/// @param drawn whether a split chose the variant, by the subject's slot
public record Decision(Variant variant, Reason reason, boolean drawn) {
  /// An answer that no split chose.
  public Decision(Variant variant, Reason reason) {
    this(variant, reason, false);
  }
}
