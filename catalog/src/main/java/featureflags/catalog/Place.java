package featureflags.catalog;

import java.time.Instant;

/// A project, or an environment of one.
///
/// @param key its name in paths
/// @param name the title people read
/// @param createdAt when it was made
public record Place(String key, String name, Instant createdAt) {}
