package featureflags.engine;

import featureflags.catalog.Scope;

/// Knows the room above.
public record PlantedEntry(Scope scope) {}
