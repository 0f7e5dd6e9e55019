package featureflags.load;

import featureflags.chassis.HttpServer;
import featureflags.chassis.Response;
import featureflags.chassis.Routes;
import featureflags.chassis.ServerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Our own HTTP server, which answers every evaluation with the same bytes and looks at no body.
public final class Fixed {
  private Fixed() {}

  /// Serves until it is killed.
  ///
  /// @param arguments the file of the answer's body
  public static void main(String[] arguments) throws IOException {
    Response answer = Response.json(200, Files.readAllBytes(Path.of(arguments[0])));
    Routes routes =
        Routes.builder()
            .onLoop("POST", "/evaluate", _ -> answer)
            .onLoop("POST", "/evaluate/batch", _ -> answer)
            .build();
    HttpServer server = HttpServer.start(ServerConfig.on(0).withHost("127.0.0.1"), routes);
    System.out.println("event=started service=fixed port=" + server.port());
  }
}
