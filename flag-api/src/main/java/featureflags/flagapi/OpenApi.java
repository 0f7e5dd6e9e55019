package featureflags.flagapi;

import featureflags.chassis.Routes;
import featureflags.chassis.StaticDocument;

/// What this service answers, in OpenAPI 3.1.
final class OpenApi {
  private OpenApi() {}

  static Routes routes() {
    return StaticDocument.route("/openapi.json", "application/json", OpenApi.class, "openapi.json");
  }
}
