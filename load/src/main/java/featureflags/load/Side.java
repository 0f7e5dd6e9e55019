package featureflags.load;

import java.nio.file.Path;

/// A server in a comparison, and what it has to answer.
///
/// @param answers a file with the right answers, one a line for each request, or one for all
record Side(Server server, Path answers) {
  String name() {
    return server.name();
  }
}
