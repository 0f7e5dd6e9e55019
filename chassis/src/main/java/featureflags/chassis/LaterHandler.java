package featureflags.chassis;

import java.util.concurrent.CompletionStage;

/// What answers the requests of one route, most of them at once, some when something has happened.
@FunctionalInterface
public interface LaterHandler {
  /// The answer, there already or still to come. Whatever is thrown, or ends the stage, becomes a
  /// problem document (see [Problems]). A stage that never ends keeps its client waiting for ever.
  CompletionStage<Response> handle(Request request);
}
