package featureflags.chassis;

import java.util.List;

/// Settings that cannot be used, with everything that is wrong with them.
public final class InvalidSettings extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  /// @param problems at least one; each names the variable, its value unless secret, and what would
  ///   be right
  InvalidSettings(List<String> problems) {
    super("invalid settings: " + String.join("; ", problems));
    this.problems = List.copyOf(problems);
  }

  /// Everything that is wrong, in the order in which the settings were read.
  public List<String> problems() {
    return problems;
  }
}
