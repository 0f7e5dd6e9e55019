package featureflags.engine;

/// A compiled rollout: the salt as bytes, the attribute as a path, the threshold as a slot.
final class CompiledRollout {
  private final Rollout source;
  private final AttributePath subject;
  private final byte[] suffix;
  private final int threshold;

  CompiledRollout(Rollout source) {
    this.source = source;
    this.subject = AttributePath.of(source.bucketBy());
    this.suffix = Slot.suffix(source.salt());
    this.threshold = source.percentage().thousandths();
  }

  boolean admits(Context context) {
    if (threshold == 0 || threshold == Slot.COUNT) {
      return threshold != 0;
    }
    String key = context.subject(subject);
    return key != null && Slot.of(Slot.hash(key, suffix)) < threshold;
  }

  Admission explain(Context context) {
    boolean admitted = admits(context);
    if (threshold == 0 || threshold == Slot.COUNT) {
      return new Admission.Unhashed(source.percentage(), admitted);
    }
    String key = context.subject(subject);
    if (key == null) {
      return new Admission.NoSubject(source.percentage(), source.bucketBy());
    }
    long hash = Slot.hash(key, suffix);
    return new Admission.Hashed(
        source.percentage(),
        source.bucketBy(),
        key + ":" + source.salt(),
        hash,
        Slot.of(hash),
        threshold,
        admitted);
  }
}
