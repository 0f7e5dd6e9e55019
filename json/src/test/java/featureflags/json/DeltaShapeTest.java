package featureflags.json;

import static featureflags.json.Documents.bytes;
import static featureflags.json.Documents.complaints;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeltaShapeTest {
  private static final String GOOD =
      "{'project':'p','environment':'e','from':1,'to':3,"
          + "'changed':[{'key':'a','version':1,'text':'{}'}],'removed':['b']}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          'project':'p'     | 'project':'-'     | /project: '-' is not a key
          'environment':'e' | 'environment':''  | /environment: '' is not a key
          'project':'p'     | 'x':1             | /project: is missing
          'from':1          | 'from':-1         | /from: must be a whole number, 0 or more
          'from':1          | 'from':4          | /to: 3 is before 'from', 4
          'to':3            | 'to':3.5          | /to: must be a whole number, 0 or more
          'version':1       | 'version':'1'     | /changed/0/version: must be a whole number
          'text':'{}'       | 'body':'{}'       | /changed/0/text: is missing
          ['b']             | [5]               | /removed/0: must be a text
          """)
  void aDamagedDeltaIsRefusedWithItsPlace(String good, String bad, String complaint) {
    String damaged = GOOD.replace(good, bad);

    assertThat(complaints(() -> DeltaShape.read(bytes(damaged))))
        .anySatisfy(each -> assertThat(each).startsWith(complaint));
  }

  @Test
  void aNumberAloneIsNoDelta() {
    byte[] number = bytes("{'project':'p','environment':'e','to':3}");

    assertThat(complaints(() -> DeltaShape.readDelta(number)))
        .containsExactly("/changed: is missing");
  }
}
