package featureflags.load;

/// One thing that is measured, and a section of the page.
interface Part {
  /// Measures it.
  Finding measure();
}
