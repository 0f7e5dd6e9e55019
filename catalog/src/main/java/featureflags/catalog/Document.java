package featureflags.catalog;

/// A stored text that evaluators need, carried to them without being read on the way: a flag in
/// use, the definition of a segment, or a part of one of its lists.
///
/// @param name what it is of
/// @param version counts the changes of the flag or segment; that of a part is the segment's
///   version that last changed it. The same name and version is the same text
/// @param text the stored JSON, or a part's lines
public record Document(DocumentName name, int version, String text) {
  /// A flag's.
  public Document(String flag, int version, String text) {
    this(new DocumentName.OfFlag(flag), version, text);
  }

  /// The key of the flag or of the segment.
  public String key() {
    return name.key();
  }
}
