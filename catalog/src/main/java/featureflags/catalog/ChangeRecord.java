package featureflags.catalog;

import java.time.Instant;

/// A line of the change trail, its flags as the text they had when it was written.
///
/// @param id ascends with the order of the changes
/// @param time when it was stored
/// @param author who asked for it, in which request, and what they said about it
/// @param kind `created`, `updated`, `archived` or `restored`
/// @param version the version it made
/// @param instructions what was done to the flag, as a JSON array of instructions; empty unless it
///   was updated
/// @param before the flag as JSON before it; `null` for the first version
/// @param after the flag as JSON after it
public record ChangeRecord(
    long id,
    Instant time,
    Author author,
    String kind,
    int version,
    String instructions,
    String before,
    String after) {}
