package featureflags.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import featureflags.engine.SubjectSet;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class KeyPileTest {
  @Test
  void eachKeyIsThereOnceInTheOrderTheyCame() {
    var random = new Random(1);
    var pile = new KeyPile();
    var expected = new LinkedHashSet<String>();

    for (int i = 0; i < 50_000; i++) {
      String key = key(random);
      assertThat(pile.add(key)).isEqualTo(expected.add(key));
    }

    assertThat(pile.size()).isEqualTo(expected.size());
    assertThat(pile.first(Integer.MAX_VALUE)).containsExactlyElementsOf(expected);
    assertThat(pile.first(3)).containsExactlyElementsOf(List.copyOf(expected).subList(0, 3));
  }

  @Test
  void keysThatFillBlocksToTheLastByteAreKept() {
    var pile = new KeyPile();
    var expected = new ArrayList<String>();
    for (int i = 0; i < 3_000; i++) {
      expected.add("%01023d".formatted(i));
    }

    expected.forEach(pile::add);

    assertThat(pile.first(3_000)).isEqualTo(expected);
    assertThat(expected).noneMatch(pile::add);
  }

  @Test
  void aDivisionHasEachKeyInThePartThatTheEngineLooksInto() {
    var random = new Random(2);
    var pile = new KeyPile();
    for (int i = 0; i < 5_000; i++) {
      pile.add(key(random));
    }

    for (int parts : List.of(1, 2, 64, 1_024)) {
      var division = pile.dividedInto(parts);
      var all = new ArrayList<String>();
      for (int part = 0; part < parts; part++) {
        List<String> keys = division.keys(part);
        int index = part;
        assertThat(keys).allMatch(key -> SubjectSet.partOf(key, parts) == index);
        assertThat(division.isEmpty(part)).isEqualTo(keys.isEmpty());
        all.addAll(keys);
      }
      assertThat(all).containsExactlyInAnyOrderElementsOf(pile.first(Integer.MAX_VALUE));
    }
  }

  private static String key(Random random) {
    var key = new StringBuilder();
    int length = 1 + random.nextInt(3);
    for (int i = 0; i < length; i++) {
      key.appendCodePoint(
          random.nextBoolean() ? 'a' + random.nextInt(26) : 0x1F600 + random.nextInt(60));
    }
    return key.toString();
  }
}
