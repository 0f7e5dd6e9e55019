package featureflags.engine;

/// The answer to one evaluation.
///
/// @param variant what is served
/// @param reason why
public record Decision(Variant variant, Reason reason) {}
