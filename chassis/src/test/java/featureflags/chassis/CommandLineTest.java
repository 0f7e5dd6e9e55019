package featureflags.chassis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandLineTest {
  private static CommandLine line() {
    var commands = new LinkedHashMap<String, String>();
    commands.put("serve", "answers requests");
    commands.put("migrate", "prepares the database");
    return new CommandLine(
        "flag-api",
        "Keeps the flags.",
        commands,
        env -> {
          env.port("PORT", 3000, "where to listen");
          env.secret("POSTGRES_PASSWORD", "hush", "the password");
          env.duration("WAIT", "PT1S", "how long");
        });
  }

  @Test
  void noArgumentMeansTheFirstCommand() {
    assertThat(line().choose(List.of())).isEqualTo(new CommandLine.Choice.Run("serve"));
    assertThat(line().choose(List.of("migrate"))).isEqualTo(new CommandLine.Choice.Run("migrate"));
  }

  @Test
  void anythingUnknownEndsWithStatusTwo() {
    assertThat(line().choose(List.of("--verbose", "x")))
        .isEqualTo(
            new CommandLine.Choice.Exit(
                2,
                "flag-api: cannot make sense of '--verbose x'%nusage: flag-api [serve | migrate | --help]%n"
                    .formatted()));
  }

  @Test
  void helpListsCommandsAndSettingsButNoSecret() {
    var choice = line().choose(List.of("--help"));

    assertThat(choice)
        .isInstanceOfSatisfying(
            CommandLine.Choice.Exit.class,
            exit -> {
              assertThat(exit.status()).isZero();
              assertThat(exit.text())
                  .contains("Keeps the flags.", "prepares the database", "PORT (default 3000)")
                  .contains("where to listen", "POSTGRES_PASSWORD (default ***)", "WAIT")
                  .doesNotContain("hush");
            });
  }
}
