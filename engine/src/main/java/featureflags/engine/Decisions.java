package featureflags.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Makes the decisions of one flag ready before anybody asks.
final class Decisions {
  private final Map<String, Variant> variants;

  Decisions(List<Variant> variants) {
    this.variants = variants.stream().collect(Collectors.toMap(Variant::key, Function.identity()));
  }

  Decision of(Serve serve, Reason reason) {
    return switch (serve) {
      case Serve.One(String variant) -> of(variant, reason);
    };
  }

  Decision of(String variant, Reason reason) {
    return new Decision(Optional.ofNullable(variants.get(variant)).orElseThrow(), reason);
  }
}
