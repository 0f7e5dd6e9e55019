import org.jspecify.annotations.NullMarked;

/// For tests: what the pages and documents of a service promise, read so that it can be compared
/// with what the service does.
@NullMarked
module featureflags.contract {
  requires static org.jspecify;
  requires com.networknt.schema;
  requires swagger.parser.v3;
  requires swagger.parser.core;
  requires transitive featureflags.chassis;
  requires transitive tools.jackson.databind;

  exports featureflags.contract;
}
