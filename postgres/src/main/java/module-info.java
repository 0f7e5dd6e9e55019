import org.jspecify.annotations.NullMarked;

/// All SQL, migrations and transactions. Every failure of the store is a
/// [featureflags.catalog.Unavailable].
@NullMarked
module featureflags.postgres {
  requires static org.jspecify;
  requires com.zaxxer.hikari;
  requires flyway.core;
  requires java.sql;
  requires org.postgresql.jdbc;
  requires transitive featureflags.json;

  exports featureflags.postgres;
}
