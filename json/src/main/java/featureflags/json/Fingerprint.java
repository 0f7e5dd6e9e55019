package featureflags.json;

import featureflags.engine.Value;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What tells one sequence of texts, numbers and values from any other: 144 bits of SHA-256, which
/// nobody finds two of. Objects are the same whatever the order of their fields.
public final class Fingerprint {
  private static final int BYTES = 18;

  private final MessageDigest digest;

  /// One into which nothing has been put.
  public Fingerprint() {
    this.digest = sha256();
  }

  /// Adds a text.
  public Fingerprint add(String text) {
    start('t', text.length());
    // Each char as it is: an encoding would make lone surrogates alike.
    ByteBuffer chars = ByteBuffer.allocate(Character.BYTES * text.length());
    chars.asCharBuffer().put(text);
    digest.update(chars);
    return this;
  }

  /// Adds a whole number.
  public Fingerprint add(long number) {
    start('w', number);
    return this;
  }

  /// Adds a value.
  public Fingerprint add(Value value) {
    switch (value) {
      case Value.Text(String text) -> add(text);
      case Value.Whole(long number) -> add(number);
      case Value.Decimal(double number) -> start('d', Double.doubleToLongBits(number));
      case Value.Bool(boolean bool) -> start('b', bool ? 1 : 0);
      case Value.Nothing() -> start('n', 0);
      case Value.Items(List<Value> values) -> {
        start('i', values.size());
        values.forEach(this::add);
      }
      case Value.Structure(Map<String, Value> fields) -> {
        start('s', fields.size());
        new TreeMap<>(fields).forEach((name, each) -> add(name).add(each));
      }
    }
    return this;
  }

  /// The fingerprint, 24 letters, digits, `-` and `_`. It is done: nothing more may be added.
  public String text() {
    return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(digest.digest(), BYTES));
  }

  /// What comes begins with its kind and its number or length, so that no two sequences spell the
  /// same bytes.
  private void start(char kind, long number) {
    digest.update(
        ByteBuffer.allocate(Byte.BYTES + Long.BYTES).put((byte) kind).putLong(number).flip());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
