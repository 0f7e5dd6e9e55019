package featureflags.chassis;

import java.util.List;
import java.util.Optional;

/// What a table of routes says about a request.
sealed interface Match {
  /// A route answers it.
  ///
  /// @param values one for each parameter of the route's template, escapes undone
  record Found(Route to, List<String> names, List<String> values) implements Match {}

  /// The path is there, the method is not.
  ///
  /// @param allowed the methods that are, as an `Allow` header lists them
  record OtherMethods(String allowed) implements Match {}

  /// No route has this path.
  record Nothing() implements Match {}

  /// The route that answers, if one does.
  default Optional<Route> route() {
    return switch (this) {
      case Found found -> Optional.of(found.to());
      case OtherMethods _, Nothing _ -> Optional.empty();
    };
  }
}
