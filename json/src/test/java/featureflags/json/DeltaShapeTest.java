package featureflags.json;

import static featureflags.json.Documents.bytes;
import static featureflags.json.Documents.complaints;
import static org.assertj.core.api.Assertions.assertThat;

import featureflags.catalog.Delta;
import featureflags.catalog.Document;
import featureflags.catalog.DocumentName;
import featureflags.catalog.SegmentList;
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
          ['b']             | [5]               | /removed/0: must be an object
          'key':'a'         | 'segment':'-'     | /changed/0/segment: '-' is not a key
          'key':'a'         | 'segment':'s','list':'in','part':0 | /changed/0/list: 'in' is no list
          'key':'a'         | 'segment':'s','list':'included' | /changed/0/part: is missing
          'key':'a'         | 'segment':'s','part':1 | /changed/0/list: is missing
          'key':'a'         | 'x':'a'           | /changed/0/key: is missing
          ['b']             | [{'segment':'s','part':-1,'list':'included'}] | /removed/0/part: is missing or less than 0
          ['b']             | [{'segment':'s','x':1}] | /removed/0/x: is no field here
          """)
  void aDamagedDeltaIsRefusedWithItsPlace(String good, String bad, String complaint) {
    String damaged = GOOD.replace(good, bad);

    assertThat(complaints(() -> DeltaShape.read(bytes(damaged))))
        .anySatisfy(each -> assertThat(each).startsWith(complaint));
  }

  @Test
  void flagsSegmentsAndPartsAreToldApart() {
    Delta delta =
        DeltaShape.readDelta(
            bytes(
                GOOD.replace("{'key':'a'", "{'segment':'s','list':'excluded','part':7")
                    .replace("['b']", "['b',{'segment':'b'}]")));

    assertThat(delta.changed())
        .containsExactly(
            new Document(new DocumentName.OfPart("s", SegmentList.EXCLUDED, 7), 1, "{}"));
    assertThat(delta.removed())
        .containsExactly(new DocumentName.OfFlag("b"), new DocumentName.OfSegment("b"));
  }

  @Test
  void aNumberAloneIsNoDelta() {
    byte[] number = bytes("{'project':'p','environment':'e','to':3}");

    assertThat(complaints(() -> DeltaShape.readDelta(number)))
        .containsExactly("/changed: is missing");
  }
}
