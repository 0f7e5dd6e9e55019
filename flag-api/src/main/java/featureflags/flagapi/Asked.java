package featureflags.flagapi;

import featureflags.catalog.Author;
import featureflags.catalog.Scope;
import featureflags.catalog.StorableText;
import featureflags.chassis.Problem;
import featureflags.chassis.Refusal;
import featureflags.chassis.Request;
import featureflags.engine.Key;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What every request says of itself: where, which flag, who.
final class Asked {
  private static final String ACTOR = "X-Actor";
  private static final int MAX_ACTOR = 256;
  private static final String NOBODY_NAMED = "anonymous";

  private Asked() {}

  /// The environment that the path speaks of; bare paths speak of `default`/`production`.
  static Scope scope(Request request) {
    return request.hasParameter("environment")
        ? scope(request.parameter("project"), request.parameter("environment"))
        : Scope.DEFAULT;
  }

  private static Scope scope(String project, String environment) {
    if (!Key.valid(project) || !Key.valid(environment)) {
      throw noScope(project, environment);
    }
    return new Scope(project, environment);
  }

  static Refusal noScope(Scope scope) {
    return noScope(scope.project(), scope.environment());
  }

  private static Refusal noScope(String project, String environment) {
    return Refusal.notFound("environment '%s' of project '%s'".formatted(environment, project));
  }

  /// The project that the path speaks of; bare paths speak of `default`.
  static String project(Request request) {
    if (!request.hasParameter("project")) {
      return Scope.DEFAULT.project();
    }
    String project = request.parameter("project");
    if (!Key.valid(project)) {
      throw noProject(project);
    }
    return project;
  }

  static Refusal noProject(String project) {
    return Refusal.notFound("project '%s'".formatted(project));
  }

  /// The flag's key in the path. One that can be no key names no flag.
  static String flagKey(Request request) {
    String key = request.parameter("key");
    if (!Key.valid(key)) {
      throw noFlag(key);
    }
    return key;
  }

  static Refusal noFlag(String key) {
    return noFlag("there is no flag '%s' in this environment", key);
  }

  /// Archived flags can be read, but not evaluated.
  static Refusal noFlagInUse(String key) {
    return noFlag("flag '%s' is archived; restore it to evaluate it", key);
  }

  private static Refusal noFlag(String detail, String key) {
    return new Refusal(
        Problem.of("flag-not-found", 404, "There is no such flag", detail.formatted(key))
            .with(new Problem.Member.Text("errorCode", "FLAG_NOT_FOUND")));
  }

  /// Something cannot go because flags in use refer to it.
  ///
  /// @param detail what, without the names of the flags
  static Refusal inUse(String detail, List<String> flags) {
    return new Refusal(
        Problem.of(
                "in-use",
                409,
                "In use",
                "%s: %s; change them first".formatted(detail, String.join(", ", flags)))
            .with(new Problem.Member.Texts("users", flags)));
  }

  /// Who asks for a change. A browser that asks on behalf of another site is refused: the engine
  /// has no access control yet, and any page that a developer opens could change flags otherwise.
  static Author author(Request request) {
    refuseOtherSites(request);
    String actor = request.headers().first(ACTOR).map(Asked::text).map(String::strip).orElse("");
    if (actor.length() > MAX_ACTOR) {
      throw Refusal.badRequest(
          "%s has %d characters; at most %d are allowed"
              .formatted(ACTOR, actor.length(), MAX_ACTOR));
    }
    return new Author(actor.isEmpty() ? NOBODY_NAMED : StorableText.of(actor), request.requestId());
  }

  /// What a header's bytes, which come as ISO 8859-1, mean: UTF-8 where they are that.
  private static String text(String header) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(header.getBytes(StandardCharsets.ISO_8859_1)))
          .toString();
    } catch (CharacterCodingException _) {
      return header;
    }
  }

  /// Refuses what a browser says another site's page has sent (the `Sec-Fetch-Site` of the Fetch
  /// Metadata specification); other clients do not send that header.
  static void refuseOtherSites(Request request) {
    if (request.headers().first("Sec-Fetch-Site").filter("cross-site"::equals).isPresent()) {
      throw new Refusal(
          Problem.of(
              "cross-site",
              403,
              "Another site's request",
              "A page of another site may not change anything here."));
    }
  }
}
