package featureflags.json;

/// One thing wrong with a document.
///
/// @param pointer where, as an RFC 6901 JSON pointer; empty for the document itself
/// @param message what is wrong and what would be right, quoting the culprit
public record Violation(String pointer, String message) {}
