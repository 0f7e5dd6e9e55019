package featureflags.load;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What can be measured, each under a section of its own on the page.
enum Topic {
  EVALUATE,
  BATCH,
  ALLOCATION,
  START,
  CHANGE,
  STREAMS,
  DRAIN,
  TRAIL;

  /// The word for it on the command line and on the page.
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Topic> of(String word) {
    return Stream.of(values()).filter(topic -> topic.word().equals(word)).findFirst();
  }

  /// Those that the words name, in their usual order; all when they name none.
  static List<Topic> chosen(List<String> words) {
    List<Topic> named = words.stream().flatMap(word -> of(word).stream()).toList();
    return Stream.of(values()).filter(each -> named.isEmpty() || named.contains(each)).toList();
  }
}
