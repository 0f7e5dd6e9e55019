package featureflags.engine;

import java.nio.file.Path;

/// Knows of files.
public record PlantedFile(Path path) {}
