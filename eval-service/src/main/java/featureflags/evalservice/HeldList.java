package featureflags.evalservice;

import featureflags.catalog.Document;
import featureflags.engine.SubjectPart;
import featureflags.engine.SubjectSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// The parts of a list of a segment, each held once: as what looks keys up. Immutable.
final class HeldList {
  static final HeldList EMPTY = new HeldList(Map.of());

  private static final Part NO_PART = new Part(0, SubjectPart.of(""));

  private final Map<Integer, Part> parts;

  private HeldList(Map<Integer, Part> parts) {
    this.parts = parts;
  }

  /// A part.
  ///
  /// @param version of the segment that last changed it
  /// @param keys what it holds
  record Part(int version, SubjectPart keys) {}

  /// The list with other parts. One whose version is the one that is here already is kept.
  HeldList with(Map<Integer, Document> changed, Collection<Integer> removed) {
    if (changed.isEmpty() && removed.isEmpty()) {
      return this;
    }
    var next = new HashMap<>(parts);
    changed.forEach((index, document) -> {
      if (parts.getOrDefault(index, NO_PART).version() != document.version()) {
        next.put(index, new Part(document.version(), SubjectPart.of(ended(document.text()))));
      }
    });
    removed.forEach(next::remove);
    return new HeldList(next);
  }

  /// A part of which a hand has taken the last line feed is still one.
  private static String ended(String lines) {
    return lines.isEmpty() || lines.endsWith("\n") ? lines : lines + "\n";
  }

  /// The keys. A part that is missing is empty.
  SubjectSet keys(int count) {
    List<SubjectPart> all =
        IntStream.range(0, count)
            .mapToObj(index -> parts.getOrDefault(index, NO_PART).keys())
            .toList();
    return SubjectSet.of(all);
  }

  Map<Integer, Part> parts() {
    return parts;
  }
}
