package featureflags.json;

/// Remembers for everybody.
public final class PlantedState {
  static int remembered;

  private PlantedState() {}
}
