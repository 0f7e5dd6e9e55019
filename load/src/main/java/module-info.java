import org.jspecify.annotations.NullMarked;

/// What the services bear, as processes, beside servers that only answer. It knows sockets,
/// processes and clocks.
@NullMarked
module featureflags.load {
  requires static org.jspecify;
  requires HdrHistogram;
  requires featureflags.chassis;
  requires featureflags.embedded;
  requires featureflags.report;
  requires io.vertx.core;
  requires java.management;
  requires java.management.rmi;
  requires java.net.http;
  requires java.sql;
  requires jdk.attach;
  requires jdk.management;
}
