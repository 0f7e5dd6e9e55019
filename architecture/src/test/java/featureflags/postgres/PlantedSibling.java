package featureflags.postgres;

import featureflags.redis.RedisAddress;

/// Knows its sibling.
public record PlantedSibling(RedisAddress address) {}
