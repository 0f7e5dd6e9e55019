package featureflags.json;

import static featureflags.testkit.ContextBuilder.subject;
import static org.assertj.core.api.Assertions.assertThat;

import featureflags.engine.Admission;
import featureflags.engine.CompiledFlag;
import featureflags.engine.Context;
import featureflags.engine.Flag;
import featureflags.engine.Percentage;
import featureflags.engine.Reason;
import featureflags.engine.Rollout;
import featureflags.engine.Ruleset;
import featureflags.engine.Serve;
import featureflags.engine.Slot;
import featureflags.engine.Step;
import featureflags.engine.Value;
import featureflags.testkit.FlagBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The public contract of bucketing: `spec/bucketing/vectors.json`, which may never change.
class BucketingVectorsTest {
  private static final Path VECTORS = Path.of("..", "spec", "bucketing", "vectors.json");

  private static Stream<Vector> vectors() {
    var fields = fields(read(VECTORS));
    var vectors = ((Value.Items) fields.value("vectors")).values();
    assertThat(vectors).hasSizeGreaterThan(5);
    return vectors.stream().map(BucketingVectorsTest::vector);
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void theHashIsTheOneOfTheVector(Vector vector) {
    assertThat(hashed(vector, 1).hash()).isEqualTo(vector.hash());
    assertThat(hashed(vector, 1).input()).isEqualTo(vector.user() + ":" + vector.flag());
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void theSlotAndTheBucketAreTheOnesOfTheVector(Vector vector) {
    int slot = Slot.of(vector.user(), vector.flag());

    assertThat(slot).isEqualTo(vector.slot());
    assertThat(slot / 1000).isEqualTo(vector.bucket());
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void aRolloutAdmitsTheUserExactlyWhenTheSlotIsBelowItsThreshold(Vector vector) {
    IntStream.of(
            0,
            1,
            vector.slot() - 1000,
            vector.slot() - 1,
            vector.slot(),
            vector.slot() + 1,
            vector.slot() + 2,
            vector.slot() + 1000,
            vector.bucket() * 1000,
            (vector.bucket() + 1) * 1000,
            Slot.COUNT - 1,
            Slot.COUNT)
        .filter(threshold -> threshold >= 0 && threshold <= Slot.COUNT)
        .forEach(threshold ->
            assertThat(rolledOut(vector, threshold))
                .as("at %d thousandths", threshold)
                .isEqualTo(vector.slot() < threshold));
  }

  private static boolean rolledOut(Vector vector, int thousandths) {
    Context context = subject(vector.user()).build();
    return compiled(vector, thousandths).evaluate(context, Ruleset.empty()).reason()
        instanceof Reason.RolledOut;
  }

  private static Admission.Hashed hashed(Vector vector, int thousandths) {
    List<Step> steps =
        compiled(vector, thousandths)
            .explain(subject(vector.user()).build(), Ruleset.empty())
            .steps();
    return (Admission.Hashed) ((Step.OwnRollout) steps.getFirst()).rollout().admission();
  }

  /// The flag keys of the vectors need not be keys of flags: they are salts.
  private static CompiledFlag compiled(Vector vector, int thousandths) {
    Flag flag = FlagBuilder.flag("any").enabled().build();
    var rollout =
        new Rollout(
            new Percentage(thousandths), Context.TARGETING_KEY, vector.flag(), new Serve.One("on"));
    return CompiledFlag.of(
        new Flag(
            flag.key(),
            flag.type(),
            true,
            flag.variants(),
            flag.offVariant(),
            flag.defaultVariant(),
            List.of(),
            List.of(),
            rollout));
  }

  private static Vector vector(Value value) {
    var fields = fields(value);
    return new Vector(
        fields.requiredText("userId", 1000),
        fields.requiredText("flagKey", 1000),
        ((Value.Whole) fields.value("murmur3_x86_32")).value(),
        fields.integer("slot", -1),
        fields.integer("bucket", -1));
  }

  private static Fields fields(Value value) {
    return Fields.of(value, "", new Violations());
  }

  private static Value read(Path file) {
    try {
      return ValueReader.read(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  record Vector(String user, String flag, long hash, int slot, int bucket) {}
}
