package featureflags.flagapi;

import java.sql.Connection;

/// Speaks SQL outside its room.
public record PlantedSql(Connection connection) {}
