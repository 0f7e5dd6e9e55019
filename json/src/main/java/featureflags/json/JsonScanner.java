package featureflags.json;

import featureflags.engine.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;

/// Reads JSON as it is nearly always written, straight from its bytes. Whatever is wrong or rare it
/// refuses as [Rare], for a reader that knows all of JSON and can say what is wrong: escapes, very
/// long numbers and names, a name that is there twice.
///
/// What it does read is read as [ValueReader] reads it.
final class JsonScanner {
  /// The document is not JSON, or JSON of a kind that is left to others. It has no stack trace: it
  /// is an answer, not a fault.
  static final class Rare extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Rare() {
      super(null, null, false, false);
    }
  }

  /// As many digits surely fit 64 bits.
  private static final int MOST_DIGITS = 18;

  /// Decimals up to this length are read alike by every reader.
  private static final int LONGEST_DECIMAL = 32;

  /// Far below what any reader refuses.
  private static final int LONGEST_NAME = 1_000;

  private static final char REPLACEMENT = '\uFFFD';

  private final byte[] json;
  private int at;

  JsonScanner(byte[] json) {
    this.json = json;
  }

  static Rare rare() {
    return new Rare();
  }

  /// The first byte that is no space, without passing it; 0 at the end.
  int peek() {
    while (at < json.length && isSpace(json[at])) {
      at++;
    }
    return at < json.length ? json[at] : 0;
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  /// Passes this sign, spaces before it included.
  void pass(char sign) {
    if (!passIf(sign)) {
      throw rare();
    }
  }

  /// Passes this sign if it is the next one.
  boolean passIf(char sign) {
    boolean next = peek() == sign;
    at += next ? 1 : 0;
    return next;
  }

  /// Passes the sign that opens a list or an object. Tells whether anything is in it; if not, the
  /// sign that closes it is passed too.
  boolean opened(char opening, char closing) {
    pass(opening);
    return !passIf(closing);
  }

  /// Whether another element or field follows, whose comma is passed then; if not, the sign that
  /// closes the list or the object is.
  boolean goesOn(char closing) {
    if (passIf(',')) {
      return true;
    }
    pass(closing);
    return false;
  }

  /// Makes sure that nothing is left.
  void end() {
    if (peek() != 0 || at < json.length) {
      throw rare();
    }
  }

  /// A name and the colon behind it.
  String name() {
    String name = text();
    if (name.length() > LONGEST_NAME) {
      throw rare();
    }
    pass(':');
    return name;
  }

  /// Passes this name and the colon behind it.
  void passName(String name) {
    if (!passNameIf(name)) {
      throw rare();
    }
  }

  /// Passes this name, in ASCII, and the colon behind it, if it is the next one.
  boolean passNameIf(String name) {
    int start = peek() == '"' ? at + 1 : json.length;
    int end = start + name.length();
    if (end >= json.length || json[end] != '"') {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (json[start + i] != name.charAt(i)) {
        return false;
      }
    }
    at = end + 1;
    pass(':');
    return true;
  }

  /// A text.
  String text() {
    pass('"');
    int from = at;
    boolean ascii = true;
    while (at < json.length && json[at] != '"') {
      byte b = json[at++];
      if (b == '\\' || (b >= 0 && b < ' ')) {
        throw rare();
      }
      ascii &= b >= 0;
    }
    int length = at - from;
    pass('"');
    return ascii
        ? new String(json, from, length, StandardCharsets.ISO_8859_1)
        : decoded(from, length);
  }

  private String decoded(int from, int length) {
    String text = new String(json, from, length, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACEMENT) >= 0) {
      throw rare();
    }
    return text;
  }

  /// Any value.
  ///
  /// @param depth how deep it may nest
  Value value(int depth) {
    return switch (peek()) {
      case '"' -> new Value.Text(text());
      case '{' -> structure(depth - 1);
      case '[' -> items(depth - 1);
      case 't' -> literal("true", new Value.Bool(true));
      case 'f' -> literal("false", new Value.Bool(false));
      case 'n' -> literal("null", new Value.Nothing());
      default -> number(); // or no value at all, which it finds out
    };
  }

  private Value literal(String spelled, Value value) {
    for (int i = 0; i < spelled.length(); i++, at++) {
      if (at == json.length || json[at] != spelled.charAt(i)) {
        throw rare();
      }
    }
    return value;
  }

  private Value structure(int depth) {
    if (depth < 0) {
      throw rare();
    }
    var fields = new LinkedHashMap<String, Value>();
    for (boolean more = opened('{', '}'); more; more = goesOn('}')) {
      String name = name();
      if (fields.put(name, value(depth)) != null) {
        throw rare();
      }
    }
    return new Value.Structure(fields);
  }

  private Value items(int depth) {
    if (depth < 0) {
      throw rare();
    }
    var values = new ArrayList<Value>();
    for (boolean more = opened('[', ']'); more; more = goesOn(']')) {
      values.add(value(depth));
    }
    return new Value.Items(values);
  }

  /// A whole number.
  long whole() {
    peek();
    if (number() instanceof Value.Whole(long number)) {
      return number;
    }
    throw rare();
  }

  private Value number() {
    int from = at;
    boolean negative = passIf('-');
    int first = at;
    long whole = digits();
    int count = at - first;
    if (count == 0 || count > MOST_DIGITS || (count > 1 && json[first] == '0')) {
      throw rare();
    }
    if (at < json.length && (json[at] == '.' || json[at] == 'e' || json[at] == 'E')) {
      return decimal(from);
    }
    return new Value.Whole(negative ? -whole : whole);
  }

  private long digits() {
    long number = 0;
    while (at < json.length && json[at] >= '0' && json[at] <= '9') {
      number = 10 * number + (json[at++] - '0');
    }
    return number;
  }

  private Value decimal(int from) {
    if (json[at] == '.') {
      at++;
      passDigits();
    }
    if (at < json.length && (json[at] == 'e' || json[at] == 'E')) {
      at++;
      if (at < json.length && (json[at] == '+' || json[at] == '-')) {
        at++;
      }
      passDigits();
    }
    if (at - from > LONGEST_DECIMAL) {
      throw rare();
    }
    double number =
        Double.parseDouble(new String(json, from, at - from, StandardCharsets.ISO_8859_1));
    if (!Double.isFinite(number)) {
      throw rare();
    }
    return new Value.Decimal(number);
  }

  private void passDigits() {
    int from = at;
    digits();
    if (at == from) {
      throw rare();
    }
  }
}
