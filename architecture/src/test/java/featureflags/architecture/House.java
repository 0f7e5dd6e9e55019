package featureflags.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import java.util.logging.LogManager;

/// How a class looks, whatever room it is in.
final class House {
  /// What reads the time or chance of the machine.
  private static final Set<String> CLOCKS_AND_DICE =
      Set.of(
          "java.lang.System.currentTimeMillis",
          "java.lang.System.nanoTime",
          "java.lang.Math.random",
          "java.time.Instant.now",
          "java.time.Clock.systemUTC",
          "java.time.LocalDate.now",
          "java.util.UUID.randomUUID",
          "java.util.concurrent.ThreadLocalRandom.current");

  private static final String EMPTY_NAMES =
      ".*(Util|Utils|Helper|Helpers|Manager|Impl|Common|Base|Misc)";

  private House() {}

  static List<ArchRule> rules() {
    return List.of(
        noClasses()
            .that(
                resideInAnyPackage(
                    "featureflags.engine..", "featureflags.catalog..", "featureflags.json.."))
            .should()
            .accessTargetWhere(readsClockOrDice())
            .as("time and chance come into engine, catalog and json as arguments")
            .allowEmptyShould(true),
        noClasses()
            .that()
            .areNotAssignableTo(LogManager.class) // the JDK's word
            .should()
            .haveNameMatching(EMPTY_NAMES)
            .as("a name says what the thing is")
            .allowEmptyShould(true),
        classes()
            .that(are(open()))
            .should()
            .bePackagePrivate()
            .andShould()
            .haveModifier(JavaModifier.ABSTRACT)
            .as("classes are final, or sealed")
            .allowEmptyShould(true),
        fields()
            .that()
            .areStatic()
            .should()
            .beFinal()
            .as("there is no static state that changes")
            .allowEmptyShould(true));
  }

  private static DescribedPredicate<JavaAccess<?>> readsClockOrDice() {
    return DescribedPredicate.describe(
        "reads the clock or throws dice",
        access ->
            CLOCKS_AND_DICE.contains(
                access.getTargetOwner().getFullName() + "." + access.getTarget().getName()));
  }

  /// Classes that anybody could extend.
  private static DescribedPredicate<JavaClass> open() {
    return DescribedPredicate.describe(
        "open to extension",
        type ->
            !type.isInterface()
                && !type.isEnum()
                && !type.isRecord()
                && !type.isAnonymousClass()
                && !type.getModifiers().contains(JavaModifier.FINAL)
                && !type.getModifiers().contains(JavaModifier.SYNTHETIC)
                && !type.getSimpleName().isEmpty()
                && !type.reflect().isSealed());
  }
}
