package featureflags.bench;

/// Something that is measured by one command.
interface Topic {
  /// What was measured, in Markdown.
  String report(Laboratory laboratory);
}
