import org.jspecify.annotations.NullMarked;

/// For tests: builders and generators of flags and contexts.
@NullMarked
module featureflags.testkit {
  requires static org.jspecify;
  requires transitive featureflags.catalog;
  requires transitive quicktheories;

  exports featureflags.testkit;
}
