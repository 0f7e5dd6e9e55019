package featureflags.chassis;

/// One environment variable that a service reads, as its documentation shows it.
///
/// @param name the variable; the same name with `_FILE` behind names a file that holds the value
/// @param fallback the value when the variable is not set, empty when there is none, `***` when it
///   is a secret
/// @param doc what it is for, with unit and range
public record Setting(String name, String fallback, String doc) {}
