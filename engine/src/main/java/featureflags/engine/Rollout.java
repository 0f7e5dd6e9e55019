package featureflags.engine;

/// Which share of the subjects is admitted, by what they are told apart, and what they get.
///
/// @param percentage the share
/// @param bucketBy the attribute whose value is the subject; [Context#TARGETING_KEY] unless set
/// @param salt hashed behind the subject; the flag's key unless set
/// @param serve what the admitted get
public record Rollout(Percentage percentage, String bucketBy, String salt, Serve serve) {
  /// @throws IllegalArgumentException when `bucketBy` is empty
  public Rollout {
    if (bucketBy.isEmpty()) {
      throw new IllegalArgumentException("bucketBy is empty");
    }
  }

  /// This rollout with its split led on from the one that was served before.
  Rollout after(Serve before) {
    return serve instanceof Serve.Split split && before instanceof Serve.Split earlier
        ? new Rollout(percentage, bucketBy, salt, earlier.reweighed(split.weights()))
        : this;
  }
}
