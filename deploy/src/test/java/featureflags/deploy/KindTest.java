package featureflags.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

/// Plants one error after the other in a good deployment: each must be refused, and the place
/// named.
class KindTest {
  private static final String GOOD =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: flag-api
      spec:
        replicas: 2
        selector:
          matchLabels:
            app: flag-api
        template:
          metadata:
            labels:
              app: flag-api
          spec:
            automountServiceAccountToken: false
            containers:
              - name: flag-api
                image: flag-api:1.0.0
                env:
                  - name: PORT
                    value: "3000"
                readinessProbe:
                  httpGet:
                    path: /ready
                    port: 3000
      """;

  @Test
  void aGoodManifestPasses() {
    assertThat(Kind.problems(Yaml.document(GOOD))).isEmpty();
  }

  @Test
  void aNumberInWordsIsRefusedByTheTypesAlone() {
    var planted = planted("replicas: 2", "replicas: \"three\"");

    assertThat(kind(planted).wrongTypes(planted)).singleElement().asString().contains("replicas");
    assertThat(kind(planted).wrongFields(planted)).isEmpty();
  }

  @Test
  void aNumberInQuotesIsRefusedByTheTypesAlone() {
    var planted = planted("replicas: 2", "replicas: \"2\"");

    assertThat(kind(planted).wrongTypes(planted)).singleElement().asString().contains("replicas");
    assertThat(kind(planted).wrongFields(planted)).isEmpty();
  }

  @Test
  void aTruthValueInWordsIsRefusedByTheTypesAlone() {
    var planted =
        planted("automountServiceAccountToken: false", "automountServiceAccountToken: \"never\"");

    assertThat(kind(planted).wrongTypes(planted))
        .singleElement()
        .asString()
        .contains("automountServiceAccountToken");
    assertThat(kind(planted).wrongFields(planted)).isEmpty();
  }

  @Test
  void aVariableThatIsANumberIsRefusedByTheTypesAlone() {
    var planted = planted("value: \"3000\"", "value: 3000");

    assertThat(kind(planted).wrongTypes(planted)).singleElement().asString().contains("value");
    assertThat(kind(planted).wrongFields(planted)).isEmpty();
  }

  @Test
  void aConfiguredNumberWithoutQuotesIsRefusedByTheTypesAlone() {
    var planted =
        Yaml.document(
            """
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: stores
            data:
              POSTGRES_PORT: 5432
            """);

    assertThat(kind(planted).wrongTypes(planted))
        .singleElement()
        .asString()
        .contains("POSTGRES_PORT");
    assertThat(kind(planted).wrongFields(planted)).isEmpty();
  }

  @Test
  void aMisspeltFieldIsRefusedByTheFieldsAlone() {
    var planted = planted("readinessProbe:", "readinesProbe:");

    assertThat(kind(planted).wrongTypes(planted)).isEmpty();
    assertThat(kind(planted).wrongFields(planted))
        .singleElement()
        .asString()
        .contains("`readinesProbe`")
        .contains("`V1Container`");
  }

  @Test
  void aMissingSelectorIsRefusedByTheFieldsAlone() {
    var planted =
        planted(
            """
              selector:
                matchLabels:
                  app: flag-api
            """,
            "");

    assertThat(kind(planted).wrongTypes(planted)).isEmpty();
    assertThat(kind(planted).wrongFields(planted))
        .singleElement()
        .asString()
        .contains("`selector`");
  }

  @Test
  void aContainerWithoutANameIsRefusedByTheFieldsAlone() {
    var planted = planted("- name: flag-api\n          image:", "- image:");

    assertThat(kind(planted).wrongTypes(planted)).isEmpty();
    assertThat(kind(planted).wrongFields(planted)).singleElement().asString().contains("`name`");
  }

  @Test
  void aProbeWithoutAPortIsRefusedByTheFieldsAlone() {
    var planted = planted("path: /ready\n              port: 3000", "path: /ready");

    assertThat(kind(planted).wrongTypes(planted)).isEmpty();
    assertThat(kind(planted).wrongFields(planted)).singleElement().asString().contains("`port`");
  }

  @Test
  void anUnknownKindIsRefused() {
    var planted = planted("kind: Deployment", "kind: Deploiment");

    assertThat(Kind.problems(planted)).containsExactly("unknown kind apps/v1 Deploiment");
  }

  @Test
  void aKindOfAnotherApiVersionIsRefused() {
    var planted = planted("apiVersion: apps/v1", "apiVersion: apps/v1beta1");

    assertThat(Kind.problems(planted)).containsExactly("unknown kind apps/v1beta1 Deployment");
  }

  @Test
  void aKeyThatComesTwiceIsRefused() {
    var twice = GOOD.replace("  replicas: 2\n", "  replicas: 2\n  replicas: 3\n");

    assertThatThrownBy(() -> Yaml.document(twice)).hasMessageContaining("replicas");
  }

  private static Kind kind(Map<String, Object> manifest) {
    return Kind.of(manifest).orElseThrow();
  }

  private static Map<String, Object> planted(String good, String bad) {
    assertThat(GOOD).containsOnlyOnce(good);
    return Yaml.document(GOOD.replace(good, bad));
  }
}
