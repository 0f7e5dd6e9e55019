package featureflags.deploy;

import static featureflags.deploy.Shape.fields;
import static featureflags.deploy.Shape.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkflowTest {
  private static final String FILE = Repository.text(".github/workflows/test.yml");
  private static final Map<String, Object> WORKFLOW = Yaml.document(FILE);

  private static final Shape STEP =
      Shape.either(
          fields()
              .with("uses", text("[a-z]+/[a-z-]+@[0-9a-f]{40}"))
              .maybe("with", Shape.names("[a-z-]+", Shape.either(text(), new Shape.Truth()))),
          fields().with("run", text()));

  private static final Shape SHAPE =
      fields()
          .with("name", text())
          .with(
              "on",
              fields().with("push", new Shape.Blank()).with("pull_request", new Shape.Blank()))
          .with("permissions", fields().with("contents", text("read")))
          .with(
              "jobs",
              Shape.names(
                  "[a-z]+",
                  fields()
                      .with("runs-on", text("ubuntu-[0-9]{2}\\.[0-9]{2}"))
                      .with("timeout-minutes", new Shape.Whole(1))
                      .with("steps", new Shape.Items(STEP))));

  @Test
  void theWorkflowReadsTheRepositoryAndNoMoreAndPinsEveryAction() {
    assertThat(SHAPE.problems(WORKFLOW)).isEmpty();
  }

  @Test
  void aTagInsteadOfACommitIsRefused() {
    var planted = Yaml.document(FILE.replaceAll("checkout@[0-9a-f]+", "checkout@v5"));

    assertThat(SHAPE.problems(planted))
        .anySatisfy(problem -> assertThat(problem).startsWith("/jobs/test/steps/0/uses"));
  }

  @Test
  void moreThanReadingIsRefused() {
    var planted = Yaml.document(FILE.replace("contents: read", "contents: write"));

    assertThat(SHAPE.problems(planted))
        .singleElement()
        .asString()
        .startsWith("/permissions/contents: 'write'");
  }

  @Test
  void onAJdk25ItRunsTheOneCommand() {
    assertThat(Place.texts(WORKFLOW, "jobs", "test", "steps", "*", "run"))
        .containsExactly("./test");
    assertThat(Place.texts(WORKFLOW, "jobs", "test", "steps", "*", "with", "distribution"))
        .containsExactly("temurin");
    assertThat(Place.texts(WORKFLOW, "jobs", "test", "steps", "*", "with", "java-version"))
        .containsExactly("25");
    assertThat(Place.texts(WORKFLOW, "jobs", "test", "steps", "*", "with", "cache"))
        .containsExactly("maven");
  }
}
