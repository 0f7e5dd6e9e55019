package featureflags.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.quicktheories.core.Gen;

/// Our tables hold what those of the JDK hold, whatever the hashes of the keys.
class KeyTableProperties {
  @Test
  void aTableHoldsWhatAMapHoldsAfterAnyEdits() {
    qt().withExamples(2_000)
        .forAll(
            lists()
                .of(edits(3))
                .ofSizeBetween(0, 120)
                .mix(lists().of(edits(6)).ofSizeBetween(0, 400)))
        .checkAssert(edits -> {
          var expected = new HashMap<String, Integer>();
          var edit = KeyTable.<Integer>empty().edit();
          for (Edit each : edits) {
            each.apply(expected);
            each.apply(edit);
          }

          holds(edit.build(), expected);
        });
  }

  @Test
  void anEditLeavesTheTableItCameFromAsItWas() {
    qt().withExamples(2_000)
        .forAll(
            lists().of(edits(4)).ofSizeBetween(0, 60), lists().of(edits(4)).ofSizeBetween(0, 60))
        .checkAssert((first, second) -> {
          var before = new HashMap<String, Integer>();
          var edit = KeyTable.<Integer>empty().edit();
          for (Edit each : first) {
            each.apply(before);
            each.apply(edit);
          }
          KeyTable<Integer> table = edit.build();
          var after = new HashMap<>(before);
          KeyTable.Edit<Integer> other = table.edit();

          for (Edit each : second) {
            each.apply(after);
            each.apply(other);
          }

          holds(other.build(), after);
          holds(table, before);
        });
  }

  private static void holds(KeyTable<Integer> table, Map<String, Integer> expected) {
    assertThat(table.size()).isEqualTo(expected.size());
    assertThat(table.values()).containsExactlyInAnyOrderElementsOf(expected.values());
    assertThat(expected).allSatisfy((key, value) -> assertThat(table.find(key)).contains(value));
    for (String key : List.of("", "Aa", "BB", "AaAa", "AaBB", "BBBB", "C#", "none")) {
      assertThat(table.find(key).isPresent()).isEqualTo(expected.containsKey(key));
    }
  }

  /// Sets a key to a number, or takes it out when there is none.
  record Edit(String key, int value) {
    private static final int NONE = 0;

    void apply(Map<String, Integer> map) {
      if (value == NONE) {
        map.remove(key);
      } else {
        map.put(key, value);
      }
    }

    void apply(KeyTable.Edit<Integer> table) {
      if (value == NONE) {
        table.remove(key);
      } else {
        table.put(key, value);
      }
    }
  }

  private static Gen<Edit> edits(int longest) {
    return colliding(longest).zip(integers().between(0, 3), Edit::new);
  }

  @Test
  void aSetHoldsWhatItWasMadeOfAndNothingElse() {
    qt().withExamples(2_000)
        .forAll(
            lists().of(colliding(6).mix(Texts.any(0, 6))).ofSizeBetween(0, 100),
            lists().of(colliding(6).mix(Texts.any(0, 6))).ofSizeBetween(0, 100))
        .checkAssert((texts, others) -> {
          Set<String> expected = new HashSet<>(texts);
          TextSet set = TextSet.of(texts);

          assertThat(texts).allMatch(set::contains);
          assertThat(others)
              .allSatisfy(
                  text -> assertThat(set.contains(text)).isEqualTo(expected.contains(text)));
        });
  }

  @Test
  void aSetOfFoldedTextsHoldsThemInEveryCase() {
    qt().withExamples(2_000)
        .forAll(
            lists().of(Texts.of("aAbBßſsSİi", 0, 3)).ofSizeBetween(0, 60),
            lists().of(Texts.of("aAbBßſsSİi", 0, 3)).ofSizeBetween(1, 60))
        .checkAssert((texts, others) -> {
          TextSet set = TextSet.of(texts.stream().map(Folding::fold).toList());

          assertThat(others)
              .allSatisfy(text ->
                  assertThat(set.containsFolded(text))
                      .isEqualTo(texts.stream().anyMatch(text::equalsIgnoreCase)));
        });
  }

  @Test
  void aLargeTableLosesNoKey() {
    var edit = KeyTable.<Integer>empty().edit();
    for (int i = 0; i < 100_000; i++) {
      edit.put("flag-" + i, i);
    }
    for (int i = 0; i < 100_000; i += 2) {
      edit.remove("flag-" + i);
    }

    KeyTable<Integer> table = edit.build();

    assertThat(table.size()).isEqualTo(50_000);
    for (int i = 0; i < 100_000; i++) {
      assertThat(table.find("flag-" + i).isPresent()).isEqualTo(i % 2 == 1);
    }
  }

  /// Texts of which many have the same hash: "Aa" hashes as "BB" and "C#".
  private static Gen<String> colliding(int longest) {
    return source -> {
      var parts = new ArrayList<String>();
      for (int left = Texts.between(source, 0, longest); left > 0; left--) {
        parts.add(List.of("Aa", "BB", "C#", "x").get(Texts.between(source, 0, 3)));
      }
      return String.join("", parts);
    };
  }
}
