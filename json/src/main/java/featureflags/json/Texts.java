package featureflags.json;

/// Sentences that several readers say.
final class Texts {
  static final String KEY_RULE =
      "a key starts with a letter or digit and has up to 128 letters, digits, '.', '_' and '-'";

  private Texts() {}
}
