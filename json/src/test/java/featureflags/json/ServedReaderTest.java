package featureflags.json;

import static featureflags.engine.Operator.EQ;
import static featureflags.testkit.EntryBuilder.entry;
import static featureflags.testkit.FlagBuilder.flag;
import static featureflags.testkit.RuleBuilder.when;
import static org.assertj.core.api.Assertions.assertThat;

import featureflags.catalog.Document;
import featureflags.catalog.Entry;
import featureflags.catalog.SampleRate;
import featureflags.catalog.Served;
import featureflags.engine.Value;
import featureflags.engine.ValueType;
import featureflags.engine.Variant;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What an evaluator makes of a stored flag, its own or that of a newer engine.
class ServedReaderTest {
  private static final Entry ENTRY =
      entry(
              flag("checkout")
                  .type(ValueType.STRING)
                  .enabled()
                  .variant("a", "A")
                  .variant("z", "Z")
                  .off("z")
                  .otherwise("a")
                  .serve("a")
                  .rule(when("plan", EQ, "pro").serve("a"))
                  .build())
          .version(4)
          .build();

  private static final String TEXT = ValueWriter.text(EntryShape.write(ENTRY));

  @Test
  void readsWhatThisEngineWrote() {
    assertThat(read(TEXT)).isEqualTo(new Served.Live(ENTRY.flag(), SampleRate.ALL, 4));
  }

  @Test
  void theOffVariantOfANumberIsOneHoweverItIsWritten() {
    for (String type : new String[] {"number", "integer"}) {
      Served served =
          read(
              "{\"type\":\"%s\",\"variants\":[{\"key\":\"z\",\"value\":10}],\"offVariant\":\"z\",\"new\":1}"
                  .formatted(type));

      Value off = type.equals("number") ? new Value.Decimal(10) : new Value.Whole(10);
      assertThat(served)
          .isInstanceOfSatisfying(
              Served.Quarantined.class,
              quarantined -> assertThat(quarantined.off().value()).isEqualTo(off));
    }
  }

  @Test
  void whenItWasEditedIsNoMatterForWhatItServes() {
    assertThat(read(TEXT.replace("\"createdAt\":\"2026", "\"createdAt\":\"long ago")))
        .isInstanceOf(Served.Live.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          "operator":"eq"     | "operator":"resembles"           | /rules/0/operator
          "variant":"a"       | "variant":""                     | /rules/0/variant
          "values":["pro"]    | "values":[["pro"]]               | /rules/0/values/0
          "attribute":"plan"  | "when":{"cohort":"beta"}         | /rules/0/when
          "enabled":true      | "enabled":true,"schedule":[]     | /schedule
          "enabled":true      | "enabled":"perhaps"              | /enabled
          "type":"string"     | "type":"colour"                  | /type
          "key":"a","value":"A" | "key":"a","value":5            | /variants/0/value
          "rolloutPercentage":0 | "rolloutPercentage":0.00001    | /rolloutPercentage
          "key":"checkout"    | "key":"check out"                | /key
          """)
  void quarantinesWhatItDoesNotUnderstandAndServesTheOffVariant(
      String known, String unknown, String place) {
    assertThat(TEXT).contains(known);

    Served served = read(TEXT.replaceFirst(Pattern.quote(known), unknown));

    assertThat(served)
        .isInstanceOfSatisfying(
            Served.Quarantined.class,
            quarantined -> {
              assertThat(quarantined.key()).isEqualTo("checkout");
              assertThat(quarantined.version()).isEqualTo(4);
              assertThat(quarantined.off()).isEqualTo(new Variant("z", new Value.Text("Z")));
              assertThat(quarantined.why()).contains(place + ":");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "garbage",
        "null",
        "5",
        "[]",
        "{}",
        "{\"offVariant\":\"z\"}",
        "{\"offVariant\":\"z\",\"variants\":[]}",
        "{\"offVariant\":\"z\",\"variants\":[{\"key\":\"a\",\"value\":1}]}",
        "{\"offVariant\":\"z\",\"variants\":[{\"key\":\"z\"}]}",
        "{\"offVariant\":\"z z\",\"variants\":[{\"key\":\"z z\",\"value\":1}]}",
        "{\"offVariant\":5,\"variants\":[{\"key\":5,\"value\":1}]}",
        "{\"offVariant\":\"z\",\"variants\":{\"key\":\"z\",\"value\":1}}"
      })
  void whatHasNoOffVariantIsUnreadable(String text) {
    assertThat(read(text))
        .isInstanceOfSatisfying(
            Served.Unreadable.class,
            unreadable -> {
              assertThat(unreadable.key()).isEqualTo("checkout");
              assertThat(unreadable.version()).isEqualTo(4);
              assertThat(unreadable.why()).isNotBlank();
            });
  }

  @Test
  void aTextCutOffAnywhereIsUnreadable() {
    for (int end = 0; end < TEXT.length(); end++) {
      assertThat(read(TEXT.substring(0, end))).isInstanceOf(Served.Unreadable.class);
    }
  }

  private static Served read(String text) {
    return ServedReader.read(new Document("checkout", 4, text));
  }
}
