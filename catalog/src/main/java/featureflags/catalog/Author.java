package featureflags.catalog;

/// Who asked for a change, in which request, and what they said about it.
///
/// @param actor who, as the client names itself
/// @param requestId the id of the request, as in its answer and its log lines
/// @param comment what they said; empty when nothing
public record Author(String actor, String requestId, String comment) {
  /// An author who says nothing.
  public Author(String actor, String requestId) {
    this(actor, requestId, "");
  }

  /// The same author, with something to say.
  public Author saying(String words) {
    return new Author(actor, requestId, words);
  }
}
