import org.jspecify.annotations.NullMarked;

/// Drains the evaluation stream into PostgreSQL, losing nothing and storing nothing twice.
@NullMarked
module featureflags.auditworker {
  requires static org.jspecify;
  requires featureflags.postgres;
  requires featureflags.redis;
  requires transitive featureflags.chassis;

  exports featureflags.auditworker;
}
