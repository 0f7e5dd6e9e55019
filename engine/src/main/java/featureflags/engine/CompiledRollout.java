package featureflags.engine;

import org.jspecify.annotations.Nullable;

/// A compiled rollout: the salt as bytes, the attribute as a path, the threshold as a slot.
final class CompiledRollout {
  private final Percentage percentage;
  private final Bucketing bucketing;
  private final int threshold;
  private final CompiledServe serve;

  CompiledRollout(Rollout rollout, Reason reason, Decisions decisions) {
    this.percentage = rollout.percentage();
    this.bucketing = decisions.bucketing(rollout.bucketBy(), rollout.salt());
    this.threshold = rollout.percentage().thousandths();
    this.serve = decisions.compile(rollout, reason);
  }

  /// The decision for a subject that is admitted and served; null for any other.
  @Nullable Decision decide(Context context) {
    return admits(context) ? serve.decide(context) : null;
  }

  private boolean admits(Context context) {
    if (threshold == 0 || threshold == Slot.COUNT) {
      return threshold != 0;
    }
    long hash = bucketing.hash(context);
    return hash != Bucketing.NO_SUBJECT && Slot.of(hash) < threshold;
  }

  boolean isForNobody() {
    return threshold == 0;
  }

  /// Whether who is admitted, or what they get, hangs on the targeting key.
  boolean bucketsByTargetingKey() {
    boolean hashes =
        threshold == Slot.COUNT ? serve instanceof CompiledServe.BySlot : threshold > 0;
    return hashes && bucketing.isByTargetingKey();
  }

  RolloutTrace explain(Context context) {
    Admission admission = admission(context);
    return new RolloutTrace(
        admission, admission.admitted() ? serve.explain(context) : new Draw.Undrawn(false));
  }

  private Admission admission(Context context) {
    boolean admitted = admits(context);
    if (threshold == 0 || threshold == Slot.COUNT) {
      return new Admission.Unhashed(percentage, admitted);
    }
    long hash = bucketing.hash(context);
    if (hash == Bucketing.NO_SUBJECT) {
      return new Admission.NoSubject(percentage, bucketing.bucketBy());
    }
    return new Admission.Hashed(
        percentage,
        bucketing.bucketBy(),
        bucketing.input(context),
        hash,
        Slot.of(hash),
        threshold,
        admitted);
  }
}
