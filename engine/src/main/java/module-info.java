import org.jspecify.annotations.NullMarked;

/// Flags, conditions, bucketing, compiling, evaluating, explaining. Knows nothing but java.base.
@NullMarked
module featureflags.engine {
  requires static org.jspecify;
  requires re2j;

  exports featureflags.engine;
}
