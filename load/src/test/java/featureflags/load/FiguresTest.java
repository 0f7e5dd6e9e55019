package featureflags.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class FiguresTest {
  private final Figures figures =
      new Figures(
          """
          # HELP events_waiting Evaluation events in memory or in the spool.
          events_waiting 12.0
          events_waiting_more 1.0
          events_sent_total 1.5E7
          """);

  @Test
  void aFigureIsFoundByItsWholeName() {
    assertThat(figures.value("events_waiting")).isEqualTo(12);
    assertThat(figures.value("events_sent_total")).isEqualTo(15_000_000);
  }

  @Test
  void oneThatIsNotThereIsNamed() {
    assertThatIllegalStateException()
        .isThrownBy(() -> figures.value("events"))
        .withMessageContaining("'events'");
  }
}
