package featureflags.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeTest {
  @Test
  void barePathsSpeakOfTheProductionOfTheDefaultProject() {
    assertThat(Scope.DEFAULT).isEqualTo(new Scope("default", "production"));
    assertThat(Scope.DEFAULT).hasToString("default/production");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/b", "-a", "ä", "a b"})
  void refusesWhatIsNoKey(String text) {
    assertThatThrownBy(() -> new Scope(text, "production"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'%s/production'".formatted(text));
    assertThatThrownBy(() -> new Scope("default", text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'default/%s'".formatted(text));
  }

  @Test
  void sortsByProjectThenByEnvironment() {
    var scopes = List.of(new Scope("b", "a"), new Scope("a", "c"), new Scope("a", "b"));

    assertThat(scopes.stream().sorted())
        .extracting(Scope::toString)
        .containsExactly("a/b", "a/c", "b/a");
  }
}
