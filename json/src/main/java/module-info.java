import org.jspecify.annotations.NullMarked;

/// Every wire and storage shape as an explicit reader and writer.
@NullMarked
module featureflags.json {
  requires static org.jspecify;
  requires tools.jackson.core;
  requires transitive featureflags.catalog;

  exports featureflags.json;
}
