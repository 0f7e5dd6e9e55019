package featureflags.catalog;

import java.time.Instant;

/// What is recorded of a change, its documents as the text they had when it was made.
///
/// @param time when it was stored
/// @param scope where
/// @param changed what it is of
/// @param key the key of that
/// @param author who asked for it, in which request, and what they said about it
/// @param kind `created`, `updated`, `archived`, `restored` or `deleted`
/// @param version the version it made
/// @param instructions what was done, as a JSON array of instructions; empty unless it was updated
/// @param before the flag or segment as JSON before it; `null` where there was none
/// @param after the same after it; `null` where there is none
public record ChangeRecord(
    Instant time,
    Scope scope,
    Changed changed,
    String key,
    Author author,
    String kind,
    int version,
    String instructions,
    String before,
    String after) {}
