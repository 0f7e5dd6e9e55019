package featureflags.catalog;

import java.time.Instant;

/// How often a flag served a variant within a stretch of time.
///
/// @param from when the stretch began
/// @param variant the variant that was served
/// @param evaluations how often
public record VariantCount(Instant from, String variant, long evaluations) {}
