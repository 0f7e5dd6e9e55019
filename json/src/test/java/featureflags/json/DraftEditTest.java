package featureflags.json;

import static featureflags.engine.Operator.EQ;
import static featureflags.json.Documents.complaints;
import static featureflags.json.Documents.document;
import static featureflags.testkit.EntryBuilder.entry;
import static featureflags.testkit.FlagBuilder.flag;
import static featureflags.testkit.RuleBuilder.when;
import static org.assertj.core.api.Assertions.assertThat;

import featureflags.catalog.Draft;
import featureflags.testkit.EntryBuilder;
import featureflags.testkit.FlagBuilder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Partial edits: absent keeps, null clears.
class DraftEditTest {
  @ParameterizedTest
  @ValueSource(strings = {"{}", "{'version':7}", "{'key':'checkout'}"})
  void whatIsAbsentKeepsItsValue(String edit) {
    assertThat(edited(edit)).isEqualTo(current().draft());
  }

  @Test
  void whatIsThereReplacesTheWholeField() {
    Draft edited = edited("{'enabled':false,'tags':['new'],'rolloutPercentage':75.5,'rules':[]}");

    assertThat(edited)
        .isEqualTo(
            described(
                    flag("checkout")
                        .disabled()
                        .rollout(75.5)
                        .bucketBy("companyId")
                        .salt("s1")
                        .serve("off")
                        .otherwise("on"))
                .tags("new")
                .draft());
  }

  @Test
  void whatIsNullIsCleared() {
    Draft edited =
        edited(
            """
            {'name':null,'description':null,'owner':null,'tags':null,'enabled':null,'rules':null,
             'rolloutPercentage':null,'bucketBy':null,'salt':null,'serve':null,'defaultVariant':null,
             'offVariant':null,'variants':null,'type':null}
            """);

    assertThat(edited).isEqualTo(entry("checkout").draft());
  }

  @Test
  void aKeyNeverChanges() {
    assertThat(complaints(() -> edited("{'key':'other'}")))
        .singleElement()
        .asString()
        .startsWith("/key: is 'other', but the flag's key is 'checkout'");
    assertThat(complaints(() -> edited("{'key':null}"))).containsExactly("/key: is missing");
  }

  @Test
  void anEditThatBreaksWhatItKeepsIsRefused() {
    assertThat(complaints(() -> edited("{'variants':[{'key':'off','value':false}]}")))
        .extracting(complaint -> complaint.substring(0, complaint.indexOf(':')))
        .containsExactlyInAnyOrder("/defaultVariant", "/rules/0/variant");
    assertThat(complaints(() -> edited("{'type':'string'}")))
        .extracting(complaint -> complaint.substring(0, complaint.indexOf(':')))
        .containsExactlyInAnyOrder("/variants/0/value", "/variants/1/value");
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "[]", "null"})
  void anEditIsAnObject(String edit) {
    assertThat(complaints(() -> edited(edit))).singleElement().asString().startsWith(": must be");
  }

  @Test
  void anEditIsReadAsStrictlyAsANewFlag() {
    List<String> complaints = complaints(() -> edited("{'enabeld':true,'rolloutPercentage':101}"));

    assertThat(complaints)
        .containsExactlyInAnyOrder(
            "/enabeld: is no field here; did you mean 'enabled'?",
            "/rolloutPercentage: 101 is not within 0 to 100");
  }

  @Test
  void theAnswerToAGetOfAnArchivedFlagCanBeSentBack() {
    var archived = current().archived().build();
    byte[] answer = ValueWriter.bytes(EntryShape.write(archived));

    assertThat(new String(answer, StandardCharsets.UTF_8)).contains("archivedAt");
    assertThat(DraftShape.readEdit(archived.draft(), ValueReader.read(answer)))
        .isEqualTo(archived.draft());
  }

  private static EntryBuilder current() {
    return described(
            flag("checkout")
                .enabled()
                .rule(when("plan", EQ, "pro"))
                .rollout(50)
                .bucketBy("companyId")
                .salt("s1")
                .serve("off")
                .otherwise("on"))
        .tags("a", "b");
  }

  private static EntryBuilder described(FlagBuilder flag) {
    return entry(flag.build()).name("Checkout").description("New").owner("payments");
  }

  private static Draft edited(String edit) {
    return DraftShape.readEdit(current().draft(), document(edit));
  }
}
