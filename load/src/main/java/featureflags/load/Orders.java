package featureflags.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// What a [Driver] has to do.
///
/// @param warmUp how long it drives before it counts
/// @param time how long it counts
/// @param patience how long after that it goes on with what it has not been able to ask
/// @param bodies a file with the requests' bodies, one a line, which are sent in turn
/// @param answers a file with the answers' bodies, one a line for each request, or one for all
record Orders(
    int port,
    int connections,
    Rhythm rhythm,
    Duration warmUp,
    Duration time,
    Duration patience,
    String path,
    Path bodies,
    Path answers) {
  Orders {
    if (connections < 1) {
      throw new IllegalArgumentException("%d connections".formatted(connections));
    }
  }

  /// Reads what [#words()] has written.
  static Orders parse(List<String> words) {
    return new Orders(
        Integer.parseInt(words.get(0)),
        Integer.parseInt(words.get(1)),
        Rhythm.parse(words.get(2)),
        Duration.parse(words.get(3)),
        Duration.parse(words.get(4)),
        Duration.parse(words.get(5)),
        words.get(6),
        Path.of(words.get(7)),
        Path.of(words.get(8)));
  }

  /// The arguments of the driver's process.
  List<String> words() {
    return List.of(
        Integer.toString(port),
        Integer.toString(connections),
        rhythm.text(),
        warmUp.toString(),
        time.toString(),
        patience.toString(),
        path,
        bodies.toString(),
        answers.toString());
  }

  /// What is asked and what is to be answered.
  Talk talk() throws IOException {
    return Talk.of(port, path, Files.readAllLines(bodies), Files.readAllLines(answers));
  }
}
