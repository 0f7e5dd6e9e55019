package featureflags.catalog;

import java.time.Instant;

/// An entry of the evaluation stream that could not be stored.
///
/// @param id counts them
/// @param time when it was given up
/// @param streamId its id in the stream
/// @param error why it could not be stored
/// @param size of the entry in bytes
public record DeadLetter(long id, Instant time, String streamId, String error, int size) {}
