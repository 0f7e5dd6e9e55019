package featureflags.engine;

import org.jspecify.annotations.Nullable;

/// Hashes subjects under one salt: the attribute that is the subject as a path, the salt as bytes.
final class Bucketing {
  /// What a context without a subject hashes to.
  static final long NO_SUBJECT = -1;

  private final String bucketBy;
  private final String salt;
  private final AttributePath path;
  private final Salt suffix;

  Bucketing(String bucketBy, String salt) {
    this.bucketBy = bucketBy;
    this.salt = salt;
    this.path = AttributePath.of(bucketBy);
    this.suffix = Salt.of(salt);
  }

  /// The subject's hash, 0 to 2^32−1; [#NO_SUBJECT] when the attribute is absent or no scalar.
  long hash(Context context) {
    Value subject = context.find(path);
    // Texts first: most subjects are, and a switch over all types is too large to be inlined.
    return subject instanceof Value.Text(String text)
        ? unsigned(Murmur3.hash(text, suffix))
        : hashOfAnyType(subject);
  }

  private long hashOfAnyType(@Nullable Value subject) {
    return switch (subject) {
      case Value.Text(String text) -> unsigned(Murmur3.hash(text, suffix));
      case Value.Whole(long number) -> unsigned(Murmur3.hash(number, suffix));
      case Value.Bool(boolean bool) -> unsigned(Murmur3.hash(bool ? "true" : "false", suffix));
      case Value.Decimal(double number) ->
          unsigned(Murmur3.hash(Scalar.canonical(number), suffix)); // the one that allocates
      case Value.Items _, Value.Structure _, Value.Nothing _ -> NO_SUBJECT;
      case null -> NO_SUBJECT;
    };
  }

  private static long unsigned(int hash) {
    return Integer.toUnsignedLong(hash);
  }

  /// The text that is hashed for a context that has a subject.
  String input(Context context) {
    return context.subject(path) + ":" + salt;
  }

  boolean isByTargetingKey() {
    return path.isTargetingKey();
  }

  String bucketBy() {
    return bucketBy;
  }
}
