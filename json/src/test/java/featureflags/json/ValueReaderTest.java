package featureflags.json;

import static featureflags.json.Documents.bytes;
import static featureflags.json.Documents.complaints;
import static org.assertj.core.api.Assertions.assertThat;

import featureflags.engine.Value;
import featureflags.testkit.RandomFlags;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quicktheories.QuickTheory;

class ValueReaderTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[1",
        "[1,]",
        "{'a':}",
        "{'a'}",
        "{'a' 1}",
        "{a:1}",
        "nul",
        "TRUE",
        "'a",
        "+1",
        "01",
        ".5",
        "5.",
        "0x10",
        "NaN",
        "Infinity",
        "-Infinity",
        "// c\n1",
        "'\\x'",
        "'a\nb'",
        "{} x",
        "{'\\ud800':1}",
        "}",
        "]",
        ","
      })
  void refusesWhatIsNoJsonAndSaysWhere(String text) {
    List<String> complaints = complaints(() -> ValueReader.read(bytes(text)));

    assertThat(complaints).singleElement().asString().contains("(line ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "+1", "// c\n1", "{'a'", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1"})
  void speaksToPeopleWhoNeverSawTheParser(String text) {
    assertThat(complaints(() -> ValueReader.read(bytes(text))))
        .allSatisfy(complaint ->
            assertThat(complaint).doesNotContain("enable", "Feature", "REDACTED", "`", "\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\t"})
  void refusesAnEmptyBody(String text) {
    assertThat(complaints(() -> ValueReader.read(bytes(text))))
        .containsExactly(": the document is empty; send JSON");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE", "UTF-32BE"})
  void readsNoOtherEncodingThanUtf8(String encoding) {
    for (String text : List.of("{\"a\":1}", "1", "\"ü🌸\"", "[]")) {
      byte[] bytes = text.getBytes(Charset.forName(encoding));

      assertThat(complaints(() -> ValueReader.read(bytes)))
          .containsExactly(": the document must be UTF-8");
    }
  }

  @Test
  void readsNoOtherEncodingBehindItsByteOrderMark() {
    byte[] bytes = "\ufeff\"ü\"".getBytes(StandardCharsets.UTF_16LE);

    assertThat(complaints(() -> ValueReader.read(bytes)))
        .containsExactly(": the document must be UTF-8");
  }

  @Test
  void skipsTheByteOrderMarkOfUtf8() {
    assertThat(ValueReader.read(bytes("\ufeff{'a':'ü'}")))
        .isEqualTo(new Value.Structure(Map.of("a", new Value.Text("ü"))));
    assertThat(complaints(() -> ValueReader.read(bytes("{'a':\ufeff1}")))).hasSize(1);
  }

  @Test
  void namesThePlaceOfASyntaxError() {
    assertThat(complaints(() -> ValueReader.read(bytes("{'a':{'b':[1,nul]}}"))))
        .singleElement()
        .asString()
        .startsWith("/a/b/1: ");
    assertThat(complaints(() -> ValueReader.read(bytes("nul"))))
        .singleElement()
        .asString()
        .startsWith(": ");
  }

  @Test
  void refusesAFieldThatIsThereTwice() {
    assertThat(complaints(() -> ValueReader.read(bytes("{'b':[{},{'a/b':1,'c':2,'a/b':1}]}"))))
        .singleElement()
        .asString()
        .startsWith("/b/1/a~1b: Duplicate")
        .contains("\"a/b\"", "line 1, column 25");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{} {}", "1 2", "[] ]"})
  void refusesWhatStandsBehindTheDocument(String text) {
    assertThat(complaints(() -> ValueReader.read(bytes(text)))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e400", "-1e400", "1e99999"})
  void refusesANumberBeyondADoubleAndNamesItsPlace(String number) {
    assertThat(complaints(() -> ValueReader.read(bytes("{'a/b':[0," + number + "]}"))))
        .containsExactly("/a~1b/1: the number '%s' is out of range".formatted(number));
  }

  @Test
  void refusesANumberOfFiveHundredDigits() {
    assertThat(complaints(() -> ValueReader.read(bytes("1".repeat(500)))))
        .singleElement()
        .asString()
        .contains("(500)", "(400)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{'a':"})
  void reads32LevelsAndRefuses33(String level) {
    String close = level.equals("[") ? "]" : "}";

    Value deepest = ValueReader.read(bytes(level.repeat(31) + "[]" + close.repeat(31)));

    assertThat(deepest).isNotNull();
    assertThat(
            complaints(() -> ValueReader.read(bytes(level.repeat(32) + "[]" + close.repeat(32)))))
        .singleElement()
        .asString()
        .startsWith((level.equals("[") ? "/0" : "/a").repeat(32) + ": ")
        .contains("nesting depth (33)", "(32)");
  }

  @Test
  void refusesAHundredThousandLevelsWithoutHarm() {
    assertThat(complaints(() -> ValueReader.read(bytes("[".repeat(100_000))))).hasSize(1);
    assertThat(complaints(() -> ValueReader.readStored(bytes("[".repeat(100_000))))).hasSize(1);
  }

  @Test
  void keepsWholeNumbersApartFromOthers() {
    assertThat(ValueReader.read(bytes("[5,5.0,5e0,9223372036854775807,9223372036854775808,-0]")))
        .isEqualTo(
            new Value.Items(
                List.of(
                    new Value.Whole(5),
                    new Value.Decimal(5),
                    new Value.Decimal(5),
                    new Value.Whole(Long.MAX_VALUE),
                    new Value.Decimal(0x1p63),
                    new Value.Whole(0))));
  }

  @Test
  void anyBytesAreAValueOrAnInvalidDocumentAndNothingElse() {
    var random = new Random(11);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(24)];
      random.nextBytes(bytes);

      assertThat(readsOrRefuses(bytes)).isTrue();
    }
  }

  @Test
  void aDamagedDocumentIsAValueOrAnInvalidDocumentAndNothingElse() {
    var random = new Random(12);
    QuickTheory.qt()
        .withExamples(2_000)
        .forAll(RandomFlags.entries())
        .checkAssert(entry -> {
          byte[] bytes = ValueWriter.bytes(EntryShape.write(entry));
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);

          assertThat(readsOrRefuses(bytes)).isTrue();
        });
  }

  private static boolean readsOrRefuses(byte[] bytes) {
    try {
      DraftShape.read(ValueReader.read(bytes));
      return true;
    } catch (InvalidDocument e) {
      return !e.violations().isEmpty();
    }
  }
}
