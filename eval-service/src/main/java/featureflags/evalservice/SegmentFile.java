package featureflags.evalservice;

import static java.nio.charset.StandardCharsets.UTF_8;

import featureflags.catalog.Delta;
import featureflags.catalog.Document;
import featureflags.catalog.DocumentName;
import featureflags.catalog.SegmentList;
import featureflags.json.DeltaShape;
import featureflags.json.Names;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A segment with its lists on disk.
///
/// Behind its first line, which [ChecksummedFile] writes, is a line of JSON: a snapshot that is the
/// segment's definition alone. Then comes each part, as a line `<list> <index> <version> <bytes>`
/// and its keys as they are.
final class SegmentFile {
  private static final String MAGIC = "feature-flag-segment 1 ";

  private SegmentFile() {}

  static void write(Path file, Delta definition, LiveSegment segment) throws IOException {
    ChecksummedFile.write(
        file,
        MAGIC,
        out -> {
          out.write(DeltaShape.write(definition));
          out.write('\n');
          for (Document part : (Iterable<Document>) segment.parts()::iterator) {
            byte[] keys = part.text().getBytes(UTF_8);
            var name = (DocumentName.OfPart) part.name();
            String head =
                "%s %d %d %d\n"
                    .formatted(Names.of(name.list()), name.index(), part.version(), keys.length);
            out.write(head.getBytes(UTF_8));
            out.write(keys);
          }
        });
  }

  /// The segment's documents, as a delta from nothing to the revision at which it was written.
  ///
  /// @throws IOException when the file cannot be read
  /// @throws IllegalArgumentException when it is damaged
  static Delta read(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    int at = ChecksummedFile.start(content, MAGIC);
    int end = lineEnd(content, at);
    Delta definition = DeltaShape.readDelta(Arrays.copyOfRange(content, at, end));
    List<Document> documents = new ArrayList<>(definition.changed());
    if (documents.size() != 1
        || !(documents.getFirst().name() instanceof DocumentName.OfSegment(String key))) {
      throw new IllegalArgumentException("it does not start with a segment");
    }
    for (at = end + 1; at < content.length; ) {
      end = lineEnd(content, at);
      String[] head = new String(content, at, end - at, UTF_8).split(" ", -1);
      SegmentList list = Names.list(head[0]).orElseThrow(IllegalArgumentException::new);
      int length = Integer.parseInt(head[3]);
      documents.add(
          new Document(
              new DocumentName.OfPart(key, list, Integer.parseInt(head[1])),
              Integer.parseInt(head[2]),
              new String(content, end + 1, length, UTF_8)));
      at = end + 1 + length;
    }
    return new Delta(definition.scope(), 0, definition.to(), documents, List.of());
  }

  private static int lineEnd(byte[] content, int from) {
    int at = from;
    while (at < content.length && content[at] != '\n') {
      at++;
    }
    return at;
  }
}
