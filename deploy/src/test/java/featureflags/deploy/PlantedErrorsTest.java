package featureflags.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Plants an error in every single place of the real manifests: none may pass.
class PlantedErrorsTest {
  /// Maps whose keys are the author's own. A Service's selector is one too, a Deployment's is not.
  private static final Set<String> FREE_KEYS =
      Set.of("data", "stringData", "labels", "matchLabels", "requests", "limits");

  /// Fields that take a number or a text.
  private static final Set<String> EITHER =
      Set.of("port", "targetPort", "maxSurge", "maxUnavailable", "cpu", "memory", "sizeLimit");

  @ParameterizedTest
  @MethodSource("featureflags.deploy.Manifest#all")
  void aFieldThatNobodyKnowsIsRefusedAndNamed(Manifest manifest) {
    var freeSelector = manifest.kind().equals("Service");

    var planted =
        Planted.everywhere(
            manifest.content(),
            (key, node) ->
                node instanceof Map<?, ?> map
                        && !FREE_KEYS.contains(key)
                        && !(freeSelector && key.equals("selector"))
                    ? Optional.of(Planted.with(Yaml.map(map), "planted", "x"))
                    : Optional.empty());

    assertThat(planted)
        .isNotEmpty()
        .allSatisfy(copy ->
            assertThat(Kind.problems(copy.tree()))
                .anySatisfy(problem -> assertThat(problem).contains("`planted`")));
  }

  @ParameterizedTest
  @MethodSource("featureflags.deploy.Manifest#workloads")
  void aWordForANumberOrATruthValueIsRefused(Manifest manifest) {
    var planted =
        Planted.everywhere(
            manifest.content(),
            (key, node) ->
                (node instanceof Number || node instanceof Boolean) && !EITHER.contains(key)
                    ? Optional.of("three")
                    : Optional.empty());

    assertThat(planted)
        .isNotEmpty()
        .allSatisfy(copy -> assertThat(Kind.problems(copy.tree())).isNotEmpty());
  }

  @ParameterizedTest
  @MethodSource("featureflags.deploy.Manifest#all")
  void aNumberForATextIsRefused(Manifest manifest) {
    var planted =
        Planted.everywhere(
            manifest.content(),
            (key, node) ->
                node instanceof String && !EITHER.contains(key)
                    ? Optional.of(5432)
                    : Optional.empty());

    assertThat(planted)
        .isNotEmpty()
        .allSatisfy(copy -> assertThat(Kind.problems(copy.tree())).isNotEmpty());
  }
}
