package featureflags.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import featureflags.catalog.PlantedUtil;
import featureflags.engine.PlantedClock;
import featureflags.engine.PlantedEntry;
import featureflags.engine.PlantedFile;
import featureflags.flagapi.PlantedNeighbour;
import featureflags.flagapi.PlantedSql;
import featureflags.json.PlantedState;
import featureflags.postgres.PlantedSibling;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitectureTest {
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("featureflags");

  @TestFactory
  Stream<DynamicTest> everyRuleHolds() {
    return rules().stream()
        .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(MAIN)));
  }

  @Test
  void everyRoomIsThere() {
    var rooms =
        MAIN.stream().map(type -> type.getPackageName().split("\\.", 3)[1]).distinct().toList();

    assertThat(rooms).containsExactlyInAnyOrderElementsOf(Rooms.KNOWN.keySet());
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        PlantedClock.class,
        PlantedEntry.class,
        PlantedFile.class,
        PlantedUtil.class,
        PlantedState.class,
        PlantedSibling.class,
        PlantedSql.class,
        PlantedNeighbour.class
      })
  void aPlantedViolationIsFound(Class<?> planted) {
    var classes = new ClassFileImporter().importClasses(planted);

    assertThatThrownBy(
            () -> {
              for (ArchRule rule : rules()) {
                rule.check(classes);
              }
            })
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(planted.getSimpleName());
  }

  private static List<ArchRule> rules() {
    var rules = new ArrayList<>(Rooms.rules());
    rules.addAll(House.rules());
    return rules;
  }
}
