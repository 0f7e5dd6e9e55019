package featureflags.engine;

import java.util.List;

/// What another flag must serve the same context, for whatever reason, before this one serves
/// anything but its off variant.
///
/// @param flag the other flag's key
/// @param variants the variants of it that will do
public record Prerequisite(String flag, List<String> variants) {
  /// @throws IllegalArgumentException when the flag is no key or there is no variant
  public Prerequisite {
    variants = List.copyOf(variants);
    Key.checked("flag", flag);
    if (variants.isEmpty()) {
      throw new IllegalArgumentException("no variant of flag '%s' is named".formatted(flag));
    }
  }
}
