import org.jspecify.annotations.NullMarked;

/// What the engine keeps about flags over time: who, when, which version, which kind of change.
@NullMarked
module featureflags.catalog {
  requires static org.jspecify;
  requires transitive featureflags.engine;

  exports featureflags.catalog;
}
