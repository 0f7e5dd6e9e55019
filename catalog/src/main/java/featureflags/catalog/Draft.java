package featureflags.catalog;

import featureflags.engine.Flag;

/// A flag as a person wrote it, not yet stored.
///
/// @param flag what is evaluated
/// @param details what people say about it
public record Draft(Flag flag, Details details) {}
