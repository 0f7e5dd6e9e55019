import org.jspecify.annotations.NullMarked;

/// Evaluates flags from memory; never needs a store to answer.
@NullMarked
module featureflags.evalservice {
  requires static org.jspecify;
  requires featureflags.postgres;
  requires featureflags.redis;
  requires transitive featureflags.chassis;

  exports featureflags.evalservice;
}
