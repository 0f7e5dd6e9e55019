package featureflags.catalog;

import featureflags.engine.Flag;
import featureflags.engine.Variant;

/// A stored flag as far as an evaluator could read it.
public sealed interface Served {
  /// The flag's key.
  String key();

  /// The version of its definition.
  int version();

  /// A definition to compile.
  ///
  /// @param sampleRate which share of its evaluations the trail keeps one by one
  record Live(Flag flag, SampleRate sampleRate, int version) implements Served {
    @Override
    public String key() {
      return flag.key();
    }
  }

  /// A definition that this engine cannot read, perhaps because a newer one wrote it; its off
  /// variant could be made out.
  record Quarantined(String key, int version, Variant off, String why) implements Served {}

  /// A definition of which not even the off variant could be made out.
  record Unreadable(String key, int version, String why) implements Served {}
}
