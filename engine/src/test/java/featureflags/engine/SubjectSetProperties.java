package featureflags.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.commons.codec.digest.MurmurHash3;
import org.junit.jupiter.api.Test;
import org.quicktheories.core.Gen;

/// A set of subjects holds exactly the keys that it was given.
class SubjectSetProperties {
  @Test
  void aSetHoldsTheKeysOfAHashSetAndNoOthers() {
    qt().withExamples(3_000)
        .forAll(lists().of(keys()).ofSizeBetween(0, 80), lists().of(keys()).ofSizeBetween(0, 80))
        .checkAssert((keys, others) -> {
          Set<String> expected = new HashSet<>(keys);

          SubjectSet set = SubjectSet.ofKeys(keys);

          assertThat(set.size()).isEqualTo(expected.size());
          assertThat(keys).allMatch(set::contains);
          others.forEach(other -> asked(set, expected, other));
          keys.forEach(key -> {
            asked(set, expected, key + "\n");
            asked(set, expected, "\n" + key);
            asked(set, expected, key + "a");
            asked(set, expected, key + "😀");
            asked(set, expected, key.substring(0, key.length() / 2));
            asked(set, expected, key + "\n" + key);
          });
        });
  }

  @Test
  void noPartHoldsAKeyThatHashesAlikeButIsAnother() {
    qt().withExamples(3_000)
        .forAll(lists().of(keys()).ofSizeBetween(0, 30), keys(), integers().all())
        .checkAssert((keys, other, hash) -> {
          SubjectPart part = SubjectPart.of(lines(keys));

          boolean found = part.contains(other, hash);

          assertThat(found && !keys.contains(other)).isFalse();
        });
  }

  private static void asked(SubjectSet set, Set<String> expected, String key) {
    assertThat(set.contains(key)).as("%s", key).isEqualTo(expected.contains(key));
  }

  @Test
  void aLoneSurrogateIsInNoSetThoughItHashesAsAQuestionMark() {
    SubjectSet set = SubjectSet.ofKeys(List.of("?", "a?", "😀", "?a", "\uffff", "\ufffd"));

    assertThat(List.of("\ud83d", "a\ud83d", "\ude00", "\ude00\ud83d", "\ud83da", "\udfff"))
        .noneMatch(set::contains);
    assertThat(List.of("?", "a?", "😀", "?a", "\uffff", "\ufffd")).allMatch(set::contains);
  }

  @Test
  void aKeyBelongsToThePartThatItsHashNames() {
    qt().withExamples(5_000)
        .forAll(keys(), integers().between(0, 10))
        .checkAssert((key, power) -> {
          int hash = MurmurHash3.hash32x86(key.getBytes(StandardCharsets.UTF_8));
          int expected = (int) ((Integer.toUnsignedLong(hash) * (1L << power)) >>> 32);

          assertThat(SubjectSet.partOf(key, 1 << power)).isEqualTo(expected);
        });
  }

  @Test
  void aLargeSetIsInPartsAboutAsLargeAsMeantAndHoldsEveryKey() {
    List<String> keys =
        IntStream.range(0, 50_000).mapToObj("user-%d@größe.example"::formatted).toList();

    SubjectSet set = SubjectSet.ofKeys(keys);

    assertThat(set.size()).isEqualTo(50_000);
    assertThat(set.parts()).hasSize(SubjectSet.partsFor(50_000));
    assertThat(set.parts())
        .allSatisfy(part -> assertThat(part.size()).isLessThan(2 * SubjectSet.PART_SIZE));
    assertThat(keys).allMatch(set::contains);
    assertThat(keys.stream().map(key -> key + "x")).noneMatch(set::contains);
  }

  @Test
  void thereIsAPowerOfTwoOfPartsOfHalfToTwiceTheSizeThatIsMeant() {
    assertThat(SubjectSet.partsFor(0)).isEqualTo(1);
    for (int keys = 1; keys <= Segment.MAX_KEYS; keys += 997) {
      int parts = SubjectSet.partsFor(keys);

      assertThat(Integer.bitCount(parts)).isEqualTo(1);
      assertThat((double) keys / parts).isLessThanOrEqualTo(1.5 * SubjectSet.PART_SIZE);
      assertThat(parts == 1 || (double) keys / parts >= 0.5 * SubjectSet.PART_SIZE).isTrue();
    }
  }

  @Test
  void aChangeOfOnePartLeavesTheOthersAndTheSetItCameFrom() {
    List<String> keys = IntStream.range(0, 5_000).mapToObj(i -> "user-" + i).toList();
    SubjectSet before = SubjectSet.ofKeys(keys);
    int part = SubjectSet.partOf("new", before.parts().size());

    SubjectSet after =
        before.with(part, SubjectPart.of(before.parts().get(part).lines() + "new\n"));

    assertThat(before.contains("new")).isFalse();
    assertThat(after.contains("new")).isTrue();
    assertThat(after.size()).isEqualTo(5_001);
    assertThat(keys).allMatch(after::contains);
  }

  @Test
  void setsOfTheSameKeysInTheSamePartsAreEqual() {
    var keys = List.of("a", "ä", "😀", "");

    assertThat(SubjectSet.ofKeys(keys)).isEqualTo(SubjectSet.ofKeys(keys));
    assertThat(SubjectSet.ofKeys(keys)).hasSameHashCodeAs(SubjectSet.ofKeys(keys));
    assertThat(SubjectSet.ofKeys(keys)).isNotEqualTo(SubjectSet.ofKeys(List.of("a", "ä", "😀")));
    assertThat(SubjectSet.empty()).isEqualTo(SubjectSet.ofKeys(List.of()));
    assertThat(SubjectSet.empty().contains("")).isFalse();
    assertThat(SubjectSet.of(SubjectSet.ofKeys(keys).parts())).isEqualTo(SubjectSet.ofKeys(keys));
  }

  @Test
  void aPartTellsItsLinesAndCountsDoublesOnce() {
    SubjectPart part = SubjectPart.of("b\nä\nb\n\n😀\n\n");

    assertThat(part.lines()).isEqualTo("b\nä\nb\n\n😀\n\n");
    assertThat(part.size()).isEqualTo(4);
  }

  @Test
  void refusesALastLineThatIsNotEndedAndASetOfNoParts() {
    assertThatThrownBy(() -> SubjectPart.of("a\nb"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not ended");
    assertThatThrownBy(() -> SubjectSet.of(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no parts");
  }

  private static String lines(List<String> keys) {
    var lines = new StringBuilder();
    keys.forEach(key -> lines.append(key).append('\n'));
    return lines.toString();
  }

  /// Short keys of one to four bytes a character, many of them prefixes of others.
  private static Gen<String> keys() {
    return source -> {
      var parts = new ArrayList<String>();
      for (int left = Texts.between(source, 0, 4); left > 0; left--) {
        parts.add(
            List.of("a", "b", "ä", "ࠀ", "中", "😀", "😁", "?", "\r", "\u0000")
                .get(Texts.between(source, 0, 9)));
      }
      return String.join("", parts);
    };
  }
}
