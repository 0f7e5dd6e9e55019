package featureflags.load;

import java.util.Locale;

/// When a client asks.
sealed interface Rhythm {
  /// Each connection asks again as soon as it is answered.
  record Closed() implements Rhythm {}

  /// So often, whether or not the server keeps up.
  record Open(double perSecond) implements Rhythm {
    public Open {
      if (!(perSecond > 0)) {
        throw new IllegalArgumentException("%f requests a second".formatted(perSecond));
      }
    }
  }

  /// Reads what [#text()] has written.
  static Rhythm parse(String text) {
    return text.equals("closed") ? new Closed() : new Open(Double.parseDouble(text));
  }

  /// One word that says all.
  default String text() {
    return switch (this) {
      case Closed() -> "closed";
      case Open(double perSecond) -> String.format(Locale.ROOT, "%.3f", perSecond);
    };
  }
}
