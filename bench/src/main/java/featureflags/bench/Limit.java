package featureflags.bench;

import java.util.Map;

/// A hand-written evaluator of one flag: the least that its evaluation can cost in plain Java. It
/// knows its flag when it is compiled, and a context is no more than a map.
interface Limit {
  /// The answer for a context.
  Answer evaluate(Map<String, Object> context);
}
