package featureflags.json;

import featureflags.catalog.Result;
import featureflags.engine.CompiledFlag;

/// What OFREP says of one flag.
public sealed interface OfrepResult {
  /// The flag was evaluated.
  ///
  /// @param flag what decided
  record Served(Result.Evaluated result, CompiledFlag flag) implements OfrepResult {}

  /// The flag was not evaluated.
  ///
  /// @param key as it was asked for
  /// @param details what is wrong, for people
  record Failed(String key, OfrepError error, String details) implements OfrepResult {}
}
