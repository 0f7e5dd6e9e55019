package featureflags.catalog;

/// A flag in use as its stored text, carried from the store to the evaluators without being read on
/// the way.
///
/// @param key the flag's key
/// @param version the flag's version; the same key and version is the same text
/// @param text the stored JSON
public record Document(String key, int version, String text) {}
