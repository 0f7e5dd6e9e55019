package featureflags.json;

/// Something in a sound flag that is probably not meant.
///
/// @param pointer where, as an RFC 6901 JSON pointer into the flag
/// @param message what is odd, and what to do about it
public record Warning(String pointer, String message) {}
