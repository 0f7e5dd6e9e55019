package featureflags.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Which room may know which, and which library belongs to which room.
final class Rooms {
  /// Each room with the rooms of ours that it may know.
  static final Map<String, List<String>> KNOWN =
      Map.ofEntries(
          Map.entry("engine", List.of()),
          Map.entry("catalog", List.of("engine")),
          Map.entry("json", List.of("engine", "catalog")),
          Map.entry("testkit", List.of("engine", "catalog")),
          Map.entry("embedded", List.of()),
          Map.entry("chassis", List.of("engine", "catalog", "json")),
          Map.entry("postgres", List.of("engine", "catalog", "json")),
          Map.entry("redis", List.of("engine", "catalog", "json")),
          Map.entry(
              "flagapi", List.of("engine", "catalog", "json", "chassis", "postgres", "redis")),
          Map.entry(
              "evalservice", List.of("engine", "catalog", "json", "chassis", "postgres", "redis")),
          Map.entry(
              "auditworker", List.of("engine", "catalog", "json", "chassis", "postgres", "redis")),
          Map.entry(
              "standalone",
              List.of("chassis", "embedded", "flagapi", "evalservice", "auditworker")));

  /// Each kind of outside knowledge with the rooms that may have it.
  private static final Map<String, List<String>> OUTSIDE =
      Map.of(
          "java.sql..", List.of("postgres", "embedded"),
          "org.postgresql..", List.of("postgres"),
          "com.zaxxer..", List.of("postgres"),
          "org.flywaydb..", List.of("postgres"),
          "io.lettuce..", List.of("redis"),
          "io.vertx..", List.of("chassis"),
          "io.netty..", List.of("chassis", "redis"),
          "tools.jackson..", List.of("json", "chassis"),
          "com.google.re2j..", List.of("engine"),
          "org.quicktheories..", List.of("testkit"));

  private Rooms() {}

  static List<ArchRule> rules() {
    var rules = new ArrayList<ArchRule>();
    KNOWN.forEach((room, known) -> rules.add(walls(room, known)));
    OUTSIDE.forEach((library, rooms) -> rules.add(belongs(library, rooms)));
    rules.add(engineKnowsOnlyTheLanguage());
    return rules;
  }

  private static ArchRule walls(String room, List<String> known) {
    String[] others =
        KNOWN.keySet().stream()
            .filter(other -> !other.equals(room) && !known.contains(other))
            .map(Rooms::inside)
            .toArray(String[]::new);
    return noClasses()
        .that(resideInAPackage(inside(room)))
        .should()
        .dependOnClassesThat(resideInAnyPackage(others))
        .as("%s knows no room but %s".formatted(room, known))
        .allowEmptyShould(true);
  }

  private static ArchRule belongs(String library, List<String> rooms) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(rooms.stream().map(Rooms::inside).toArray(String[]::new))
        .should()
        .dependOnClassesThat(resideInAPackage(library))
        .as("%s is known to %s alone".formatted(library, rooms))
        .allowEmptyShould(true);
  }

  private static ArchRule engineKnowsOnlyTheLanguage() {
    return classes()
        .that(resideInAPackage(inside("engine")))
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                "featureflags.engine..",
                "java.lang..",
                "java.util..",
                "java.math..",
                "java.nio.charset..",
                "com.google.re2j..",
                "org.jspecify.."))
        .as("engine knows nothing but the language, no I/O, no time, no logging")
        .allowEmptyShould(true);
  }

  static String inside(String room) {
    return "featureflags." + room + "..";
  }
}
