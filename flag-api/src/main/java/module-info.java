import org.jspecify.annotations.NullMarked;

/// The control plane: flags are made, changed, archived, tried and looked back on.
@NullMarked
module featureflags.flagapi {
  requires static org.jspecify;
  requires featureflags.postgres;
  requires featureflags.redis;
  requires transitive featureflags.chassis;

  exports featureflags.flagapi;
}
