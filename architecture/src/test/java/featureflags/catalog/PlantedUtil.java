package featureflags.catalog;

/// Has a name that says nothing.
public final class PlantedUtil {
  private PlantedUtil() {}
}
