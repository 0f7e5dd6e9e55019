package featureflags.evalservice;

import featureflags.catalog.Delta;
import featureflags.catalog.Document;
import featureflags.catalog.DocumentName;
import featureflags.catalog.Scope;
import featureflags.chassis.Log;
import featureflags.json.DeltaShape;
import featureflags.json.InvalidDocument;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The last good snapshots on disk, so that a service that starts while every store is down still
/// answers.
///
/// An environment is a file of its flags and of the definitions of its segments, and a file of each
/// segment, which is written only when that segment has changed, and before the other. A file that
/// is damaged is passed over with a warning.
///
/// The files of a crash may be of different revisions: a segment's file then has another version
/// than its definition. What is read counts as being at the lowest of them, so that the stores
/// bring all that may be missing; at 0, when a segment's file cannot be read.
final class SnapshotFiles {
  private static final Log LOG = Log.of(SnapshotFiles.class);
  private static final String MAGIC = "feature-flag-snapshot 1 ";
  private static final String SUFFIX = ".snapshot";
  private static final String SEGMENTS = ".segments";
  private static final String SEGMENT = ".segment";

  private final Path directory;

  /// The version of the segment in each file.
  private final Map<Path, Integer> versions = new HashMap<>();

  SnapshotFiles(Path directory) {
    this.directory = directory;
  }

  /// Every snapshot that can be read.
  List<Delta> read() {
    return listed(directory, "*").stream()
        .flatMap(project -> listed(project, "*" + SUFFIX).stream())
        .flatMap(file -> read(file).stream())
        .toList();
  }

  private static List<Path> listed(Path folder, String pattern) {
    var found = new ArrayList<Path>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, pattern)) {
      files.forEach(found::add);
    } catch (NoSuchFileException | NotDirectoryException _) {
      return List.of();
    } catch (IOException | DirectoryIteratorException e) {
      LOG.warning("snapshots-not-read", "directory", folder, "why", e.toString());
    }
    return found;
  }

  private Optional<Delta> read(Path file) {
    return read(
            file,
            path -> {
              byte[] content = Files.readAllBytes(path);
              int start = ChecksummedFile.start(content, MAGIC);
              return DeltaShape.readDelta(Arrays.copyOfRange(content, start, content.length));
            })
        .map(this::withSegments);
  }

  /// The flags of an environment with what the files of its segments hold.
  private Delta withSegments(Delta main) {
    var definitions = new HashMap<DocumentName, Integer>();
    var documents = new ArrayList<Document>();
    for (Document document : main.changed()) {
      switch (document.name()) {
        case DocumentName.OfFlag _ -> documents.add(document);
        case DocumentName.OfSegment name -> definitions.put(name, document.version());
        case DocumentName.OfPart _ -> {} // has a file of its own
      }
    }
    long revision = main.to();
    for (Path file : listed(folder(main.scope()), "*" + SEGMENT)) {
      Optional<Delta> read =
          read(file, SegmentFile::read).filter(delta -> delta.scope().equals(main.scope()));
      if (read.isPresent()) {
        Document definition = read.get().changed().getFirst();
        versions.put(file, definition.version());
        documents.addAll(read.get().changed());
        boolean same = definitions.remove(definition.name(), definition.version());
        definitions.remove(definition.name());
        revision = same ? revision : Math.min(revision, read.get().to());
      }
    }
    for (DocumentName lost : definitions.keySet()) {
      LOG.warning("segment-not-kept", "scope", main.scope(), "segment", lost.key());
      revision = 0;
    }
    return new Delta(main.scope(), 0, revision, documents, List.of());
  }

  private static Optional<Delta> read(Path file, Reader reader) {
    try {
      return Optional.of(reader.read(file));
    } catch (IOException
        | InvalidDocument
        | IllegalArgumentException
        | IndexOutOfBoundsException e) {
      LOG.warning("snapshot-not-read", "file", file, "why", e.toString());
      return Optional.empty();
    }
  }

  /// Makes a delta of a file.
  @FunctionalInterface
  private interface Reader {
    Delta read(Path file) throws IOException;
  }

  /// Brings the files of the snapshot's environment up to date.
  void write(Snapshot snapshot) throws IOException {
    var kept = new ArrayList<Path>();
    for (LiveSegment segment : snapshot.segments()) {
      if (segment.version() > 0) {
        kept.add(write(snapshot, segment));
      }
    }
    List<Document> documents =
        Stream.concat(
                snapshot.flags().stream().map(LiveFlag::document),
                snapshot.segments().stream().flatMap(LiveSegment::definitions))
            .toList();
    Path file = project(snapshot.scope()).resolve(snapshot.scope().environment() + SUFFIX);
    ChecksummedFile.write(
        file, MAGIC, out -> out.write(DeltaShape.write(delta(snapshot, documents))));
    for (Path old : listed(folder(snapshot.scope()), "*" + SEGMENT)) {
      if (!kept.contains(old)) {
        Files.deleteIfExists(old);
        versions.remove(old);
      }
    }
  }

  private Path write(Snapshot snapshot, LiveSegment segment) throws IOException {
    Path file = folder(snapshot.scope()).resolve(segment.key() + SEGMENT);
    if (versions.getOrDefault(file, 0) != segment.version()) {
      versions.remove(file);
      SegmentFile.write(file, delta(snapshot, segment.definitions().toList()), segment);
      versions.put(file, segment.version());
    }
    return file;
  }

  private static Delta delta(Snapshot snapshot, List<Document> documents) {
    return new Delta(snapshot.scope(), 0, snapshot.revision(), documents, List.of());
  }

  private Path project(Scope scope) {
    return directory.resolve(scope.project());
  }

  private Path folder(Scope scope) {
    return project(scope).resolve(scope.environment() + SEGMENTS);
  }
}
