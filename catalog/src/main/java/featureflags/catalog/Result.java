package featureflags.catalog;

import featureflags.engine.Decision;

/// What a flag was evaluated to.
///
/// @param flagKey the flag's key
/// @param version the flag's version that decided
public record Result(String flagKey, int version, Decision decision) {}
