package featureflags.engine;

/// How a rollout came to admit a subject or not.
public sealed interface Admission {
  /// Whether the subject is in.
  boolean admitted();

  /// The rollout is for nobody or for everybody: nothing was hashed.
  record Unhashed(Percentage percentage, boolean admitted) implements Admission {}

  /// The context has no value to tell the subject by, so it is not in.
  ///
  /// @param bucketBy the attribute that is missing
  record NoSubject(Percentage percentage, String bucketBy) implements Admission {
    @Override
    public boolean admitted() {
      return false;
    }
  }

  /// The subject was hashed to its slot.
  ///
  /// @param bucketBy the attribute that is the subject
  /// @param input the text that was hashed: subject, colon, salt
  /// @param hash unsigned, 0 to 2^32−1
  /// @param slot 0 to 99,999
  /// @param threshold the first slot that is not in
  record Hashed(
      Percentage percentage,
      String bucketBy,
      String input,
      long hash,
      int slot,
      int threshold,
      boolean admitted)
      implements Admission {}
}
