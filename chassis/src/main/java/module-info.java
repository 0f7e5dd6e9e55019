import org.jspecify.annotations.NullMarked;

/// What every service stands on: an HTTP server, problem documents, settings, health, metrics and
/// an orderly end. It knows sockets, headers and environment variables, and nothing of flags.
@NullMarked
module featureflags.chassis {
  requires static org.jspecify;
  requires io.netty.buffer;
  requires io.netty.codec;
  requires io.netty.codec.http;
  requires io.netty.common;
  requires io.netty.transport;
  requires io.vertx.core;
  requires java.logging;
  requires micrometer.registry.prometheus;
  requires tools.jackson.core;
  requires transitive featureflags.json;
  requires transitive micrometer.core;

  exports featureflags.chassis;
}
