package featureflags.flagapi;

import featureflags.catalog.Changed;
import featureflags.catalog.Document;
import featureflags.catalog.DocumentName;
import featureflags.catalog.ListHistory;
import featureflags.catalog.Listing;
import featureflags.catalog.Scope;
import featureflags.catalog.SegmentEntry;
import featureflags.catalog.SegmentList;
import featureflags.catalog.UnreadableSegment;
import featureflags.engine.SubjectSet;
import featureflags.json.ChangeShape;
import featureflags.json.SegmentEntryShape;
import featureflags.postgres.ChangeTrail;
import featureflags.postgres.Documents;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// The flags and segments of an environment as they were stored once, as far as one subject is
/// concerned. It remembers what it has read.
final class PastDocuments {
  private final ChangeTrail trail;
  private final Documents current;
  private final Scope scope;
  private final String subject;
  private final Map<Then, Optional<Document>> found = new HashMap<>();
  private final Map<String, ListHistory> histories = new HashMap<>();
  private final Map<ListOf, Listing> listings = new HashMap<>();

  PastDocuments(ChangeTrail trail, Documents current, Scope scope, String subject) {
    this.trail = trail;
    this.current = current;
    this.scope = scope;
    this.subject = subject;
  }

  /// A document at a time.
  private record Then(DocumentName name, Instant time) {}

  /// A list of a segment.
  private record ListOf(String segment, SegmentList list) {}

  /// Those of a time.
  Moment at(Instant time) {
    return new Moment(time);
  }

  /// The documents of a time, and what cannot be told of them.
  final class Moment {
    private final Instant time;
    private final SortedSet<String> unsure = new TreeSet<>();

    private Moment(Instant time) {
      this.time = time;
    }

    /// Those of the documents that were there. A part of a list has the subject's line alone.
    List<Document> find(Collection<DocumentName> names) {
      return names.stream().flatMap(name -> find(name).stream()).toList();
    }

    /// The segments of which it could not be told whether the subject was in their lists.
    List<String> unsure() {
      return List.copyOf(unsure);
    }

    private Optional<Document> find(DocumentName name) {
      return switch (name) {
        case DocumentName.OfFlag _ -> last(new Then(name, time), Changed.FLAG);
        case DocumentName.OfSegment _ -> last(new Then(name, time), Changed.SEGMENT);
        case DocumentName.OfPart part ->
            listed(part) == Listing.LISTED
                ? Optional.of(new Document(part, 1, subject + "\n"))
                : Optional.empty();
      };
    }

    private Listing listed(DocumentName.OfPart part) {
      Listing now =
          listings.computeIfAbsent(
              new ListOf(part.segment(), part.list()), PastDocuments.this::listedNow);
      Listing then =
          histories
              .computeIfAbsent(part.segment(), segment -> trail.lists(scope, segment))
              .at(time, part.list(), subject, now);
      if (then == Listing.UNKNOWN) {
        unsure.add(part.segment());
      }
      return then;
    }
  }

  /// What the last change by then left in use.
  private Optional<Document> last(Then then, Changed changed) {
    return found.computeIfAbsent(
        then,
        _ ->
            trail
                .last(scope, changed, then.name().key(), then.time())
                .filter(ChangeShape::leavesInUse)
                .map(change -> new Document(then.name(), change.version(), change.after())));
  }

  private Listing listedNow(ListOf wanted) {
    try {
      return current.find(scope, List.of(new DocumentName.OfSegment(wanted.segment()))).stream()
              .map(SegmentEntryShape::read)
              .flatMap(segment -> current.find(scope, List.of(part(segment, wanted))).stream())
              .anyMatch(part -> Arrays.asList(part.text().split("\n", -1)).contains(subject))
          ? Listing.LISTED
          : Listing.ABSENT;
    } catch (UnreadableSegment _) {
      return Listing.UNKNOWN;
    }
  }

  private DocumentName part(SegmentEntry segment, ListOf wanted) {
    int parts = segment.keys(wanted.list()).parts();
    return new DocumentName.OfPart(
        wanted.segment(), wanted.list(), SubjectSet.partOf(subject, parts));
  }
}
