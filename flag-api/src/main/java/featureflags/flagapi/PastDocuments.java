package featureflags.flagapi;

import featureflags.catalog.ChangeRecord;
import featureflags.catalog.Changed;
import featureflags.catalog.Document;
import featureflags.catalog.DocumentName;
import featureflags.catalog.Listing;
import featureflags.catalog.Page;
import featureflags.catalog.Scope;
import featureflags.catalog.SegmentEntry;
import featureflags.catalog.TrailEntry;
import featureflags.catalog.UnreadableSegment;
import featureflags.engine.SubjectSet;
import featureflags.json.SegmentChangeShape;
import featureflags.json.SegmentEntryShape;
import featureflags.postgres.ChangeTrail;
import featureflags.postgres.Documents;
import featureflags.postgres.TimeRange;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// The flags and segments of an environment as they were stored at a time, as far as one subject is
/// concerned.
///
/// Flags and the definitions of segments are in the change trail. A segment's lists are not: what a
/// list was like is found by taking back what was done to it since, beginning with what it is now.
/// Of a long edit the trail keeps a sample, so that is not always known.
final class PastDocuments {
  /// How many changes of a segment are taken back.
  private static final int MANY = 500;

  private final ChangeTrail trail;
  private final Documents current;
  private final Scope scope;
  private final String subject;
  private final Instant time;
  private final SortedSet<String> unsure = new TreeSet<>();

  PastDocuments(ChangeTrail trail, Documents current, Scope scope, String subject, Instant time) {
    this.trail = trail;
    this.current = current;
    this.scope = scope;
    this.subject = subject;
    this.time = time;
  }

  /// Those of the documents that were there. A part of a list has the subject's line alone.
  List<Document> find(Collection<DocumentName> names) {
    return names.stream().flatMap(name -> find(name).stream()).toList();
  }

  /// The segments of whose lists it could not be told.
  List<String> unsure() {
    return List.copyOf(unsure);
  }

  private Optional<Document> find(DocumentName name) {
    return switch (name) {
      case DocumentName.OfFlag _ -> last(name, Changed.FLAG);
      case DocumentName.OfSegment _ -> last(name, Changed.SEGMENT);
      case DocumentName.OfPart part ->
          wasListed(part) ? Optional.of(new Document(part, 1, subject + "\n")) : Optional.empty();
    };
  }

  /// What the last change by then left in use.
  private Optional<Document> last(DocumentName name, Changed changed) {
    var before = new TimeRange(TimeRange.ALL.from(), time);
    return trail.page(scope, changed, name.key(), before, Long.MAX_VALUE, 1).items().stream()
        .map(TrailEntry::change)
        .filter(PastDocuments::leftItInUse)
        .map(change -> new Document(name, change.version(), change.after()))
        .findFirst();
  }

  private static boolean leftItInUse(ChangeRecord change) {
    return !change.kind().equals("archived") && !change.kind().equals("deleted");
  }

  private boolean wasListed(DocumentName.OfPart part) {
    Listing listing = isListed(part) ? Listing.LISTED : Listing.ABSENT;
    var since = new TimeRange(time, TimeRange.ALL.to());
    Page<TrailEntry> changes =
        trail.page(scope, Changed.SEGMENT, part.segment(), since, Long.MAX_VALUE, MANY);
    for (TrailEntry each : changes.items()) {
      listing = before(each.change(), part, listing);
    }
    if (listing == Listing.UNKNOWN || changes.more()) {
      unsure.add(part.segment());
    }
    return listing == Listing.LISTED;
  }

  private Listing before(ChangeRecord change, DocumentName.OfPart part, Listing after) {
    if (change.kind().equals("deleted")) {
      return Listing.UNKNOWN;
    }
    return SegmentChangeShape.listEdits(change.instructions()).stream()
        .filter(edit -> edit.list() == part.list())
        .findFirst()
        .map(edit -> edit.before(subject, after))
        .orElse(after);
  }

  private boolean isListed(DocumentName.OfPart part) {
    return current.find(scope, List.of(new DocumentName.OfSegment(part.segment()))).stream()
        .flatMap(segment -> current.find(scope, List.of(partOf(segment, part))).stream())
        .anyMatch(lines -> Arrays.asList(lines.text().split("\n", -1)).contains(subject));
  }

  /// Where the subject would stand in the list now, which may be divided otherwise than it was.
  private DocumentName partOf(Document segment, DocumentName.OfPart part) {
    try {
      SegmentEntry entry = SegmentEntryShape.read(segment);
      int index = SubjectSet.partOf(subject, entry.keys(part.list()).parts());
      return new DocumentName.OfPart(part.segment(), part.list(), index);
    } catch (UnreadableSegment _) {
      return part;
    }
  }
}
