import org.jspecify.annotations.NullMarked;

/// The whole engine in one process, with a real PostgreSQL and a real Redis of its own.
@NullMarked
module featureflags.standalone {
  requires static org.jspecify;
  requires featureflags.auditworker;
  requires featureflags.embedded;
  requires featureflags.evalservice;
  requires featureflags.flagapi;
}
