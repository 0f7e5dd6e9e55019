package featureflags.chassis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// A document that comes with the program and is served as it is.
public final class StaticDocument {
  private StaticDocument() {}

  /// `GET` of this path, from a resource beside a class.
  ///
  /// @throws IllegalStateException when there is no such resource
  public static Routes route(String path, String type, Class<?> beside, String resource) {
    Response response = Response.text(200, type, read(beside, resource));
    return Routes.builder().onLoop("GET", path, _ -> response).build();
  }

  private static byte[] read(Class<?> beside, String resource) {
    try (InputStream in = beside.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("there is no %s beside %s".formatted(resource, beside));
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
