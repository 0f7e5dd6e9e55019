package featureflags.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;

import featureflags.engine.Value;
import featureflags.testkit.RandomContexts;
import featureflags.testkit.RandomValues;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What has one fingerprint and what has two.
class FingerprintProperties {
  @Test
  void theOrderOfFieldsDoesNotMatterAtAnyDepth() {
    qt().forAll(RandomContexts.attributes())
        .checkAssert(attributes -> {
          var value = new Value.Structure(attributes);

          assertThat(of(backwards(value))).isEqualTo(of(value));
        });
  }

  @Test
  void differentValuesHaveDifferentFingerprints() {
    qt().withExamples(5_000)
        .forAll(RandomValues.any(3), RandomValues.any(3))
        .checkAssert(
            (one, other) -> assertThat(of(one).equals(of(other))).isEqualTo(one.equals(other)));
  }

  @Test
  void aChangeOfOneAttributeChangesIt() {
    qt().forAll(RandomContexts.attributes(), RandomValues.any(2))
        .assuming((attributes, value) -> !value.equals(attributes.get("plan")))
        .checkAssert((attributes, value) -> {
          var changed = new LinkedHashMap<>(attributes);
          changed.put("plan", value);

          assertThat(of(new Value.Structure(changed)))
              .isNotEqualTo(of(new Value.Structure(attributes)));
        });
  }

  @Test
  void valuesThatLookAlikeAreToldApart() {
    Value one = new Value.Whole(1);
    List<Value> values =
        List.of(
            one,
            new Value.Whole(49),
            new Value.Decimal(1),
            new Value.Decimal(0.0),
            new Value.Decimal(-0.0),
            new Value.Text("1"),
            new Value.Text("?"),
            new Value.Text("\ud800"),
            new Value.Text("\udc00"),
            new Value.Bool(true),
            new Value.Bool(false),
            new Value.Nothing(),
            new Value.Text(""),
            new Value.Items(List.of()),
            new Value.Items(List.of(one)),
            new Value.Items(List.of(new Value.Items(List.of(one)))),
            new Value.Items(List.of(one, one)),
            new Value.Structure(Map.of()),
            new Value.Structure(Map.of("1", one)),
            new Value.Structure(Map.of("1", new Value.Nothing())));

    Set<String> fingerprints =
        values.stream().map(FingerprintProperties::of).collect(Collectors.toSet());

    assertThat(fingerprints).hasSameSizeAs(values);
  }

  @Test
  void whatIsAddedFirstDoesNotRunIntoWhatFollows() {
    List<String> all =
        Stream.of(
                new Fingerprint().add("ab").add("c"),
                new Fingerprint().add("a").add("bc"),
                new Fingerprint().add("abc"),
                new Fingerprint().add("abc").add(""),
                new Fingerprint().add("").add("abc"))
            .map(Fingerprint::text)
            .toList();

    assertThat(all).doesNotHaveDuplicates().allMatch(text -> text.matches("[A-Za-z0-9_-]{24}"));
  }

  private static String of(Value value) {
    return new Fingerprint().add(value).text();
  }

  private static Value backwards(Value value) {
    return switch (value) {
      case Value.Structure(Map<String, Value> fields) -> {
        var turned = new LinkedHashMap<String, Value>();
        for (String name : new ArrayList<>(fields.keySet()).reversed()) {
          turned.put(name, backwards(fields.get(name)));
        }
        yield new Value.Structure(turned);
      }
      case Value.Items(List<Value> values) ->
          new Value.Items(values.stream().map(FingerprintProperties::backwards).toList());
      case Value other -> other;
    };
  }
}
