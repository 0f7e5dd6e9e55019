package featureflags.chassis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvTest {
  @TempDir Path folder;

  private Path file(String content) throws IOException {
    return Files.writeString(folder.resolve("secret"), content);
  }

  @Test
  void whatIsNotSetHasItsDefault() {
    Env env = Env.of(Map.of("EMPTY", ""));

    assertThat(env.text("A", "a", "")).isEqualTo("a");
    assertThat(env.text("EMPTY", "e", "")).isEqualTo("e");
    assertThat(env.optional("B", "")).isEmpty();
    assertThat(env.port("C", 3000, "")).isEqualTo(3000);
    assertThat(env.duration("D", "PT5S", "")).isEqualTo(Duration.ofSeconds(5));
    assertThat(env.secret("E", "postgres", "")).isEqualTo(new Secret("postgres"));
    assertThat(env.names("F", "")).isEmpty();
    assertThat(env.path("G", Path.of("data"), "")).isEqualTo(Path.of("data"));
    assertThat(env.isOn("H", true, "")).isTrue();
    assertThat(env.isOn("I", false, "")).isFalse();
    assertThat(env.orFail("settings")).isEqualTo("settings");
  }

  @Test
  void whatIsSetIsRead() {
    Env env =
        Env.of(
            Map.of(
                "A",
                "x",
                "B",
                "y",
                "C",
                "0",
                "D",
                "PT0.25S",
                "F",
                "plan, country ,app.version",
                "G",
                "/var/lib",
                "H",
                "-3",
                "I",
                "off",
                "J",
                "on"));

    assertThat(env.text("A", "a", "")).isEqualTo("x");
    assertThat(env.optional("B", "")).hasValue("y");
    assertThat(env.port("C", 3000, "")).isZero();
    assertThat(env.duration("D", "PT5S", "")).isEqualTo(Duration.ofMillis(250));
    assertThat(env.names("F", "")).containsExactly("plan", "country", "app.version");
    assertThat(env.path("G", Path.of("data"), "")).isEqualTo(Path.of("/var/lib"));
    assertThat(env.integer("H", 0, -5, 5, "")).isEqualTo(-3);
    assertThat(env.isOn("I", true, "")).isFalse();
    assertThat(env.isOn("J", false, "")).isTrue();
  }

  @Test
  void everyProblemIsReportedTogetherWithValueAndRemedy() {
    Env env =
        Env.of(
            Map.of(
                "PORT",
                "70000",
                "SIZE",
                "many",
                "WAIT",
                "PT0S",
                "PAUSE",
                "5s",
                "NAMES",
                "a,,b",
                "TRAIL",
                "yes",
                "TOKEN",
                "hush",
                "TOKEN_FILE",
                "/also",
                "CA_FILE",
                "/no/such/file"));
    env.port("PORT", 3000, "");
    env.integer("SIZE", 5, 1, 9, "");
    env.duration("WAIT", "PT1S", "");
    env.duration("PAUSE", "PT1S", "");
    env.names("NAMES", "");
    env.isOn("TRAIL", true, "");
    env.secret("TOKEN", "", "");
    env.text("CA", "", "");

    assertThatThrownBy(() -> env.orFail("settings"))
        .isInstanceOfSatisfying(
            InvalidSettings.class,
            invalid ->
                assertThat(invalid.problems())
                    .containsExactly(
                        "PORT is '70000': must be a whole number from 0 to 65535",
                        "SIZE is 'many': must be a whole number from 1 to 9",
                        "WAIT is 'PT0S': must be a time above zero such as PT5S",
                        "PAUSE is '5s': must be a time above zero such as PT5S",
                        "NAMES is 'a,,b': must be names separated by commas",
                        "TRAIL is 'yes': must be on or off",
                        "TOKEN and TOKEN_FILE are both set: set one of them",
                        "CA_FILE is '/no/such/file': must be a readable file"
                            + " (NoSuchFileException)"))
        .hasMessageNotContaining("hush");
  }

  @Test
  void aBadValueStandsInAsTheDefault() {
    assertThat(Env.of(Map.of("PORT", "x")).port("PORT", 3000, "")).isEqualTo(3000);
  }

  @Test
  void everySettingCanComeFromAFileLessItsLastNewline() throws IOException {
    String path = file("s3cret\n\n").toString();
    Env env = Env.of(Map.of("PASSWORD_FILE", path));

    assertThat(env.secret("PASSWORD", "postgres", "").reveal()).isEqualTo("s3cret\n");
    assertThat(env.orFail(true)).isTrue();
  }

  @Test
  void aFileThatIsTooLargeOrNotTextIsAProblem() throws IOException {
    Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe});
    Env env =
        Env.of(
            Map.of(
                "A_FILE",
                file("x".repeat(70_000)).toString(),
                "B_FILE",
                binary.toString(),
                "C_FILE",
                folder.toString()));
    env.text("A", "", "");
    env.text("B", "", "");
    env.text("C", "", "");

    assertThatThrownBy(() -> env.orFail(true))
        .hasMessageContaining("A_FILE is '")
        .hasMessageContaining("the file is larger than 64 KiB")
        .hasMessageContaining("the file is not UTF-8 text")
        .hasMessageContaining("C_FILE is '");
  }

  @Test
  void everythingAskedForIsDescribedButNoSecret() {
    Env env = Env.of(Map.of());
    env.port("PORT", 3000, "where to listen");
    env.secret("PASSWORD", "postgres", "the password");
    env.secret("OTHER", "", "another");
    env.port("PORT", 3000, "where to listen");

    assertThat(env.described())
        .isEqualTo(
            List.of(
                new Setting("PORT", "3000", "where to listen"),
                new Setting("PASSWORD", "***", "the password"),
                new Setting("OTHER", "", "another")));
  }

  @Test
  void aSecretNeverPrints() {
    record Settings(String user, Secret password) {}

    var settings = new Settings("me", new Secret("hush"));

    assertThat(settings).hasToString("Settings[user=me, password=***]");
    assertThat("%s".formatted(settings.password())).doesNotContain("hush");
    assertThat(settings.password()).isEqualTo(new Secret("hush")).isNotEqualTo(new Secret("x"));
  }

  @Test
  void aServerCanBeSetUpFromTheEnvironment() {
    Env env = Env.of(Map.of("PORT", "4001", "HTTP_EVENT_LOOPS", "3", "HTTP_DRAIN_TIMEOUT", "PT7S"));

    ServerConfig config = env.orFail(ServerConfig.from(env, ServerConfig.on(3001)));

    assertThat(config)
        .isEqualTo(
            ServerConfig.on(4001)
                .withEventLoops(3)
                .withClosing(Duration.ofSeconds(1), Duration.ofSeconds(7)));
    assertThat(env.described()).hasSize(9);
  }
}
