package featureflags.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AnswerHeadTest {
  private static final String HEAD =
      "HTTP/1.1 404 Not Found\r\nX-Content-Length: 7\r\ncontent-length:  12\r\nDate: now\r\n\r\n";

  private final AnswerHead head = new AnswerHead();

  @Test
  void itIsFoundWhenItsLastByteHasCome() {
    byte[] bytes = (HEAD + "{\"a\":\"b\"}").getBytes(US_ASCII);

    for (int count = 0; count < HEAD.length(); count++) {
      assertThat(head.find(bytes, count)).isFalse();
    }

    assertThat(head.find(bytes, HEAD.length())).isTrue();
    assertThat(head.status()).isEqualTo(404);
    assertThat(head.bodyLength()).isEqualTo(12);
    assertThat(head.end()).isEqualTo(HEAD.length());
  }

  @Test
  void aHeadWithoutALengthHasNoBody() {
    String text = "HTTP/1.1 204 No Content\r\n\r\n";

    assertThat(head.find(text.getBytes(US_ASCII), text.length())).isTrue();

    assertThat(head.status()).isEqualTo(204);
    assertThat(head.bodyLength()).isZero();
  }

  @Test
  void theNextOneIsReadAfresh() {
    byte[] bytes = HEAD.getBytes(US_ASCII);
    assertThat(head.find(bytes, bytes.length)).isTrue();

    head.clear();

    assertThat(head.find(bytes, bytes.length - 1)).isFalse();
  }
}
