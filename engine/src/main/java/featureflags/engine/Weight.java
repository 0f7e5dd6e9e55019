package featureflags.engine;

/// The share that one variant of a split is to have.
///
/// @param variant the variant's key
/// @param weight in proportion to the other weights, 0 to [Arm#MAX_WEIGHT]
public record Weight(String variant, int weight) {}
