import org.jspecify.annotations.NullMarked;

/// A real PostgreSQL and a real Redis as child processes. Knows archives, processes and ports.
@NullMarked
module featureflags.embedded {
  requires static org.jspecify;
  requires java.sql;
  requires org.apache.commons.compress;
  requires org.tukaani.xz;

  exports featureflags.embedded;
}
