package featureflags.catalog;

/// Who asked for a change, and in which request.
///
/// @param actor who, as the client names itself
/// @param requestId the id of the request, as in its answer and its log lines
public record Author(String actor, String requestId) {}
