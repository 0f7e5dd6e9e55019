package featureflags.engine;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Makes the decisions of one flag ready before anybody asks.
final class Decisions {
  /// Behind the salt of a rollout for the split that follows it, so that who is admitted says
  /// nothing of what is drawn.
  private static final String SPLIT = ":split";

  private final Map<String, Variant> variants;

  /// By subject and salt: the rules of a flag mostly share both.
  private final Map<List<String>, Bucketing> bucketings = new HashMap<>();

  Decisions(List<Variant> variants) {
    this.variants = variants.stream().collect(Collectors.toMap(Variant::key, Function.identity()));
  }

  Variant variant(String key) {
    return Optional.ofNullable(variants.get(key)).orElseThrow();
  }

  Decision of(String variant, Reason reason) {
    return new Decision(variant(variant), reason);
  }

  /// What a rollout gives to those it admits.
  CompiledServe compile(Rollout rollout, Reason reason) {
    return switch (rollout.serve()) {
      case Serve.One(String variant) -> new CompiledServe.ToAll(of(variant, reason));
      case Serve.Split(var arms) -> compile(rollout, arms, reason);
    };
  }

  /// What hashes subjects under a salt.
  Bucketing bucketing(String bucketBy, String salt) {
    return bucketings.computeIfAbsent(List.of(bucketBy, salt), _ -> new Bucketing(bucketBy, salt));
  }

  private CompiledServe compile(Rollout rollout, List<Arm> arms, Reason reason) {
    List<Piece> pieces =
        arms.stream()
            .flatMap(arm -> {
              var decision = new Decision(variant(arm.variant()), reason, true);
              return arm.ranges().stream().map(range -> new Piece(range, decision));
            })
            .sorted(Comparator.comparingInt(piece -> piece.range().from()))
            .toList();
    return new CompiledServe.BySlot(
        bucketing(rollout.bucketBy(), rollout.salt() + SPLIT),
        pieces.stream().map(Piece::range).toArray(SlotRange[]::new),
        pieces.stream().map(Piece::decision).toArray(Decision[]::new));
  }

  /// A range of slots and what it gives.
  private record Piece(SlotRange range, Decision decision) {}
}
