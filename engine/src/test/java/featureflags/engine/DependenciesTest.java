package featureflags.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Flags that depend on each other neither in circles nor in ways that nobody would wait for.
class DependenciesTest {
  @Test
  void tellsTheShortestWayRoundACircle() {
    var dependencies =
        new Dependencies(
            Map.of(
                "a", List.of("x", "b", "c"),
                "b", List.of("d"),
                "c", List.of("a"),
                "d", List.of("a")));

    assertThat(dependencies.circle("a")).contains(List.of("a", "c", "a"));
    assertThat(dependencies.circle("b")).contains(List.of("b", "d", "a", "b"));
    assertThat(dependencies.circle("d")).contains(List.of("d", "a", "b", "d"));
  }

  @Test
  void aFlagThatDependsOnItselfRunsInACircle() {
    var dependencies = new Dependencies(Map.of("a", List.of("a")));

    assertThat(dependencies.circle("a")).contains(List.of("a", "a"));
    assertThat(dependencies.unsound()).containsOnlyKeys("a");
  }

  @Test
  void aFlagBesideACircleIsInNone() {
    var dependencies =
        new Dependencies(
            Map.of(
                "a", List.of("b"), "b", List.of("a"), "before", List.of("a"), "c", List.of("d")));

    assertThat(dependencies.circle("before")).isEmpty();
    assertThat(dependencies.circle("c")).isEmpty();
    assertThat(dependencies.circle("d")).isEmpty();
    assertThat(dependencies.circle("unknown")).isEmpty();
  }

  @Test
  void unsoundIsWhatReachesACircleAndNothingElse() {
    var dependencies =
        new Dependencies(
            Map.of(
                "a", List.of("b"),
                "b", List.of("c", "after"),
                "c", List.of("a"),
                "before", List.of("a", "c"),
                "longBefore", List.of("before", "sound"),
                "after", List.of("sound"),
                "beside", List.of("after", "sound")));

    assertThat(dependencies.unsound()).containsOnlyKeys("a", "b", "c", "before", "longBefore");
    assertThat(dependencies.unsound().get("before")).contains("circle");
    assertThat(dependencies.excess("before"))
        .hasValueSatisfying(why -> assertThat(why).contains("circle"));
    assertThat(dependencies.excess("beside")).isEmpty();
    assertThat(dependencies.excess("unknown")).isEmpty();
  }

  @Test
  void countsEachFlagAsOftenAsItIsAskedFor() {
    Map<String, List<String>> edges = new HashMap<>();
    edges.put("d", List.of("e", "e", "e"));
    edges.put("c", Collections.nCopies(10, "d"));
    edges.put("b", Collections.nCopies(24, "c"));

    // d takes 4, c 41, b 985.
    assertThat(new Dependencies(edges).unsound()).isEmpty();

    edges.put("a", List.of("b", "e", "d", "d", "e", "d"));
    assertThat(new Dependencies(edges).unsound()).isEmpty(); // 1000

    edges.put("a", List.of("b", "e", "d", "d", "e", "d", "e"));
    assertThat(new Dependencies(edges).excess("a"))
        .hasValueSatisfying(why -> assertThat(why).contains("1001", "1000"));
    assertThat(new Dependencies(edges).unsound()).containsOnlyKeys("a");
  }

  @Test
  void whatTakesTooManyEvaluationsMakesUnsoundWhatDependsOnIt() {
    Map<String, List<String>> edges = new HashMap<>();
    for (int i = 0; i < 200; i++) {
      edges.put("f" + i, List.of("f" + (i + 1), "f" + (i + 1))); // 2^200 evaluations
    }

    Map<String, String> unsound = new Dependencies(edges).unsound();

    assertThat(unsound).hasSize(200 - 8).doesNotContainKey("f192").containsKey("f191");
  }

  @Test
  void thereAreAtMost16LevelsOfFlags() {
    Map<String, List<String>> edges = new HashMap<>();
    for (int i = 1; i < 17; i++) {
      edges.put("level-" + i, List.of("ground", "level-" + (i - 1)));
    }
    var dependencies = new Dependencies(edges);

    assertThat(dependencies.excess("level-15")).isEmpty();
    assertThat(dependencies.excess("level-16"))
        .hasValueSatisfying(why -> assertThat(why).contains("17 levels", "16"));
  }

  @Test
  void aChainOf10000FlagsTakesNoStack() {
    Map<String, List<String>> edges = new HashMap<>();
    for (int i = 0; i < 10_000; i++) {
      edges.put("f" + i, List.of("f" + (i + 1)));
    }

    assertThat(new Dependencies(edges).circle("f0")).isEmpty();
    assertThat(new Dependencies(edges).unsound()).hasSize(10_000 - 15);

    edges.put("f10000", List.of("f0"));
    assertThat(new Dependencies(edges).circle("f5000"))
        .hasValueSatisfying(circle -> assertThat(circle).hasSize(10_002).endsWith("f5000"));
    assertThat(new Dependencies(edges).unsound()).hasSize(10_001);
  }

  @Test
  void agreesWithASearchOfEveryWayOnRandomDependencies() {
    var random = new Random(11);
    for (int round = 0; round < 2_000; round++) {
      Map<String, List<String>> edges = new HashMap<>();
      for (int i = 0; i < 7; i++) {
        List<String> below = new ArrayList<>();
        while (random.nextInt(3) > 0) {
          below.add("f" + random.nextInt(9));
        }
        edges.put("f" + i, below);
      }
      var dependencies = new Dependencies(edges);

      for (String key : edges.keySet()) {
        boolean circular = reaches(edges, key, key, 9);

        assertThat(dependencies.circle(key).isPresent()).isEqualTo(circular);
        dependencies.circle(key).ifPresent(circle -> leadsRound(edges, key, circle));
        assertThat(dependencies.unsound().containsKey(key)).isEqualTo(isUnsound(edges, key));
      }
    }
  }

  private static void leadsRound(Map<String, List<String>> edges, String key, List<String> circle) {
    assertThat(circle).startsWith(key).endsWith(key).hasSizeGreaterThan(1);
    for (int i = 1; i < circle.size(); i++) {
      assertThat(edges.get(circle.get(i - 1))).contains(circle.get(i));
    }
  }

  private static boolean isUnsound(Map<String, List<String>> edges, String key) {
    return edges.keySet().stream()
            .anyMatch(
                on -> reaches(edges, on, on, 9) && (on.equals(key) || reaches(edges, key, on, 9)))
        || evaluations(edges, key) > Dependencies.MAX_EVALUATIONS;
  }

  private static boolean reaches(
      Map<String, List<String>> edges, String from, String to, int steps) {
    return steps > 0
        && edges.getOrDefault(from, List.of()).stream()
            .anyMatch(next -> next.equals(to) || reaches(edges, next, to, steps - 1));
  }

  private static long evaluations(Map<String, List<String>> edges, String key) {
    return 1
        + edges.getOrDefault(key, List.of()).stream()
            .mapToLong(next -> evaluations(edges, next))
            .sum();
  }
}
