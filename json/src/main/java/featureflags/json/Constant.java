package featureflags.json;

import featureflags.engine.Condition;
import java.util.List;

/// What a condition comes to, whoever asks. Segments and other flags change on their own, so they
/// may come to anything.
enum Constant {
  /// It holds for everybody.
  ALWAYS,
  /// It holds for nobody.
  NEVER,
  /// It depends.
  OPEN;

  static Constant of(Condition condition) {
    return switch (condition) {
      case Condition.All(var parts) -> folded(parts, ALWAYS, NEVER);
      case Condition.Any(var parts) -> folded(parts, NEVER, ALWAYS);
      case Condition.Not(var part) ->
          switch (of(part)) {
            case ALWAYS -> NEVER;
            case NEVER -> ALWAYS;
            case OPEN -> OPEN;
          };
      case Condition.AttributeTest _, Condition.InSegment _, Condition.FlagServes _ -> OPEN;
    };
  }

  /// @param neutral what the list comes to when every part comes to it, or there is none
  /// @param deciding what the list comes to when any part does
  private static Constant folded(List<Condition> parts, Constant neutral, Constant deciding) {
    List<Constant> folded = parts.stream().map(Constant::of).toList();
    if (folded.contains(deciding)) {
      return deciding;
    }
    return folded.contains(OPEN) ? OPEN : neutral;
  }
}
