package featureflags.flagapi;

import featureflags.catalog.Document;
import featureflags.catalog.DocumentName;
import featureflags.catalog.KeyCount;
import featureflags.catalog.SegmentEntry;
import featureflags.catalog.SegmentList;
import featureflags.catalog.Served;
import featureflags.catalog.UnreadableSegment;
import featureflags.engine.CompiledFlag;
import featureflags.engine.CompiledSegment;
import featureflags.engine.Context;
import featureflags.engine.Flag;
import featureflags.engine.References;
import featureflags.engine.Ruleset;
import featureflags.engine.SubjectPart;
import featureflags.engine.SubjectSet;
import featureflags.json.SegmentEntryShape;
import featureflags.json.ServedReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Gathers what the evaluation of one flag for one context can ask for: the flags and segments that
/// it refers to, whatever the number of steps, and of each segment's lists the one part that the
/// subject would be in.
final class Surroundings {
  private final Function<Collection<DocumentName>, List<Document>> source;
  private final Optional<String> subject;
  private final Ruleset.Edit ruleset = Ruleset.empty().edit();
  private final Set<DocumentName> asked = new HashSet<>();
  private final Set<DocumentName> open = new HashSet<>();
  private final Map<String, SegmentEntry> segments = new HashMap<>();
  private final Map<DocumentName, SubjectPart> parts = new HashMap<>();

  private Surroundings(Function<Collection<DocumentName>, List<Document>> source, Context context) {
    this.source = source;
    this.subject = context.targetingKey();
  }

  /// The flag with everything that it refers to.
  ///
  /// @param source finds documents by their names; those that are not there it leaves out
  static Ruleset of(
      Flag flag, Context context, Function<Collection<DocumentName>, List<Document>> source) {
    var surroundings = new Surroundings(source, context);
    surroundings.asked.add(new DocumentName.OfFlag(flag.key()));
    surroundings.put(flag);
    while (!surroundings.open.isEmpty()) {
      surroundings.readOpen();
    }
    return surroundings.ruleset();
  }

  private void readOpen() {
    List<DocumentName> names = List.copyOf(open);
    open.clear();
    for (Document document : source.apply(names)) {
      switch (document.name()) {
        case DocumentName.OfFlag _ -> putFlag(document);
        case DocumentName.OfSegment _ -> putSegment(document);
        case DocumentName.OfPart part -> parts.put(part, SubjectPart.of(document.text()));
      }
    }
  }

  private void putFlag(Document document) {
    switch (ServedReader.read(document)) {
      case Served.Live(Flag flag, _, _) -> put(flag);
      case Served.Quarantined(String key, _, var off, _) ->
          ruleset.put(CompiledFlag.quarantined(key, off));
      case Served.Unreadable _ -> {} // as if it were not there
    }
  }

  private void put(Flag flag) {
    ruleset.put(CompiledFlag.of(flag));
    var references = References.of(flag);
    references.flags().forEach(key -> want(new DocumentName.OfFlag(key)));
    references.segments().forEach(key -> want(new DocumentName.OfSegment(key)));
  }

  private void putSegment(Document document) {
    try {
      SegmentEntry segment = SegmentEntryShape.read(document);
      segments.put(segment.key(), segment);
      subject.ifPresent(key -> {
        for (SegmentList list : SegmentList.values()) {
          want(part(segment, list, key));
        }
      });
    } catch (UnreadableSegment _) {
      // as evaluators do: nobody is in it
    }
  }

  private void want(DocumentName name) {
    if (asked.add(name)) {
      open.add(name);
    }
  }

  private static DocumentName.OfPart part(SegmentEntry segment, SegmentList list, String subject) {
    int index = SubjectSet.partOf(subject, segment.keys(list).parts());
    return new DocumentName.OfPart(segment.key(), list, index);
  }

  private Ruleset ruleset() {
    for (SegmentEntry segment : segments.values()) {
      ruleset.put(
          CompiledSegment.of(
              segment
                  .draft()
                  .with(
                      listed(segment, SegmentList.INCLUDED),
                      listed(segment, SegmentList.EXCLUDED))));
    }
    return ruleset.build();
  }

  /// The list as far as the subject is concerned.
  private SubjectSet listed(SegmentEntry segment, SegmentList list) {
    if (subject.isEmpty()) {
      return SubjectSet.empty();
    }
    KeyCount keys = segment.keys(list);
    var name = part(segment, list, subject.get());
    var own = new ArrayList<>(Collections.nCopies(keys.parts(), SubjectPart.of("")));
    own.set(name.index(), parts.getOrDefault(name, SubjectPart.of("")));
    return SubjectSet.of(own);
  }
}
