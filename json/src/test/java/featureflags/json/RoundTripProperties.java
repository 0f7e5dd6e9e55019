package featureflags.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;

import featureflags.catalog.Announcement;
import featureflags.catalog.Delta;
import featureflags.catalog.Document;
import featureflags.catalog.DocumentName;
import featureflags.catalog.Evaluations;
import featureflags.catalog.Outcome;
import featureflags.catalog.Scope;
import featureflags.catalog.SegmentList;
import featureflags.catalog.Served;
import featureflags.engine.Percentage;
import featureflags.engine.Slot;
import featureflags.engine.Value;
import featureflags.testkit.RandomContexts;
import featureflags.testkit.RandomFlags;
import featureflags.testkit.RandomTexts;
import featureflags.testkit.RandomValues;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.quicktheories.core.Gen;
import org.quicktheories.generators.Generate;
import org.quicktheories.generators.SourceDSL;

/// Whatever is written reads back as it was.
class RoundTripProperties {
  @Test
  void anyValue() {
    qt().withExamples(5_000)
        .forAll(RandomValues.any(4))
        .checkAssert(
            value -> assertThat(ValueReader.read(ValueWriter.bytes(value))).isEqualTo(value));
  }

  @Test
  void anyStoredFlag() {
    qt().withExamples(2_000)
        .forAll(RandomFlags.entries())
        .checkAssert(entry -> {
          byte[] document = ValueWriter.bytes(EntryShape.write(entry));

          assertThat(EntryShape.read(ValueReader.readStored(document))).isEqualTo(entry);
        });
  }

  @Test
  void anyStoredFlagThroughATextAsTheStoresKeepIt() {
    qt().withExamples(2_000)
        .forAll(RandomFlags.entries())
        .checkAssert(entry -> {
          var document =
              new Document(
                  entry.flag().key(), entry.version(), ValueWriter.text(EntryShape.write(entry)));

          assertThat(ServedReader.read(document))
              .isEqualTo(
                  new Served.Live(
                      entry.flag(), entry.details().auditSampleRate(), entry.version()));
        });
  }

  @Test
  void anAnswerThatIsSentBackUnchangedChangesNothing() {
    qt().withExamples(1_500)
        .forAll(RandomFlags.entries())
        .checkAssert(entry -> {
          byte[] answer = ValueWriter.bytes(EntryShape.write(entry));

          assertThat(DraftShape.readEdit(entry.draft(), ValueReader.read(answer)))
              .isEqualTo(entry.draft());
          assertThat(DraftShape.read(ValueReader.read(answer)).flag().keepingPlaces(entry.flag()))
              .isEqualTo(entry.flag());
        });
  }

  @Test
  void anyDelta() {
    qt().withExamples(700)
        .forAll(deltas())
        .checkAssert(delta -> {
          byte[] document = DeltaShape.write(delta);

          assertThat(DeltaShape.readDelta(document)).isEqualTo(delta);
          assertThat(DeltaShape.read(document)).isEqualTo(new Announcement.Carried(delta));
        });
  }

  @Test
  void anyNumberOfARevision() {
    qt().withExamples(1_000)
        .forAll(SourceDSL.longs().between(0, Long.MAX_VALUE), RandomTexts.keys())
        .checkAssert((revision, project) -> {
          var announcement = new Announcement.Named(new Scope(project, "staging"), revision);

          assertThat(DeltaShape.read(DeltaShape.write(announcement))).isEqualTo(announcement);
        });
  }

  @Test
  void anyEvents() {
    qt().withExamples(1_500)
        .forAll(SourceDSL.lists().of(evaluations()).ofSizeBetween(0, 5))
        .checkAssert(packed ->
            assertThat(StreamEntryShape.unpack(new StreamEntryPacker().pack(packed)).events())
                .isEqualTo(packed.stream().flatMap(each -> each.events().stream()).toList()));
  }

  @Test
  void everyPercentage() {
    IntStream.rangeClosed(0, Slot.COUNT)
        .mapToObj(Percentage::new)
        .forEach(percentage -> {
          var document = new Members().put("p", Percentages.write(percentage)).build();
          var fields =
              Fields.of(ValueReader.read(ValueWriter.bytes(document)), "", new Violations());

          assertThat(Percentages.read(fields, "p", new Percentage(7))).isEqualTo(percentage);
          assertThat(fields.violations().none()).isTrue();
        });
  }

  private static Gen<Delta> deltas() {
    Gen<Document> documents =
        names()
            .zip(
                SourceDSL.integers().between(1, Integer.MAX_VALUE),
                RandomTexts.any(50),
                Document::new);
    return SourceDSL.lists()
        .of(documents)
        .ofSizeBetween(0, 4)
        .zip(
            SourceDSL.lists().of(names()).ofSizeBetween(0, 4),
            SourceDSL.longs().between(0, 1L << 40),
            SourceDSL.longs().between(0, 1L << 40),
            (changed, removed, from, steps) ->
                new Delta(
                    new Scope("default", "production"), from, from + steps, changed, removed));
  }

  private static Gen<DocumentName> names() {
    return source -> {
      String key = RandomTexts.keys().generate(source);
      return switch (SourceDSL.integers().between(0, 2).generate(source)) {
        case 0 -> new DocumentName.OfFlag(key);
        case 1 -> new DocumentName.OfSegment(key);
        default ->
            new DocumentName.OfPart(
                key,
                Generate.pick(List.of(SegmentList.values())).generate(source),
                SourceDSL.integers().between(0, Integer.MAX_VALUE).generate(source));
      };
    };
  }

  private static Gen<Evaluations> evaluations() {
    Gen<UUID> ids = source -> new UUID(anyLong().generate(source), anyLong().generate(source));
    Gen<Map<String, Value>> attributes = RandomContexts.attributes();
    Gen<List<Outcome>> outcomes = SourceDSL.lists().of(outcomes()).ofSizeBetween(1, 4);
    return source ->
        new Evaluations(
            ids.generate(source),
            Instant.ofEpochMilli(SourceDSL.longs().between(0, 1L << 45).generate(source)),
            new Scope(RandomTexts.keys().generate(source), RandomTexts.keys().generate(source)),
            RandomTexts.any(10).generate(source),
            attributes.generate(source),
            outcomes.generate(source));
  }

  /// Few flags and versions, so that outcomes repeat.
  private static Gen<Outcome> outcomes() {
    return source ->
        new Outcome(
            Generate.pick(List.of("a", "b")).generate(source),
            SourceDSL.integers().between(1, 2).generate(source),
            Generate.pick(List.of("on", "off")).generate(source),
            Generate.pick(List.of("TARGETING_RULE", "DEFAULT", "ERROR")).generate(source),
            Generate.booleans().generate(source) ? "" : RandomTexts.keys().generate(source));
  }

  private static Gen<Long> anyLong() {
    return SourceDSL.longs().all();
  }
}
