import org.jspecify.annotations.NullMarked;

/// Every Redis key name, the snapshot cache, the change channel and the evaluation stream.
@NullMarked
module featureflags.redis {
  requires static org.jspecify;
  requires transitive featureflags.json;
  requires io.netty.common;
  requires lettuce.core;

  exports featureflags.redis;
}
