package featureflags.json;

import featureflags.engine.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/// Reads any JSON, strictly: one document in UTF-8 (a byte order mark is skipped), no duplicate
/// keys, no number beyond a double's range, no nesting deeper than the reader allows.
public final class ValueReader {
  /// How deep a document may nest.
  public static final int MAX_DEPTH = 32;

  /// How deep the definition of a flag or a segment may nest: each of the 16 levels of a condition
  /// takes up to two, and the flag around it a few.
  public static final int MAX_DEFINITION_DEPTH = 40;

  /// What the engine wrote itself wraps what it was sent in a few levels of its own.
  static final int MAX_STORED_DEPTH = MAX_DEFINITION_DEPTH + 8;

  private static final Pattern ADVICE =
      Pattern.compile(
          "\\R.*|: enable `.*|, from `[^`]*`|: maybe a .*| \\(start marker at.*|: was expecting \\(JSON.*",
          Pattern.DOTALL);

  private static final JsonFactory RECEIVED = factory(MAX_DEPTH);
  private static final JsonFactory DEFINITION = factory(MAX_DEFINITION_DEPTH);
  private static final JsonFactory STORED = factory(MAX_STORED_DEPTH);

  private ValueReader() {}

  /// The value of a whole document that somebody sent.
  ///
  /// @throws InvalidDocument when it is none
  public static Value read(byte[] document) {
    return read(RECEIVED, document);
  }

  /// The value of a whole document that somebody sent as a definition: [#read], but nested up to
  /// [#MAX_DEFINITION_DEPTH].
  ///
  /// @throws InvalidDocument when it is none
  public static Value readDefinition(byte[] document) {
    return read(DEFINITION, document);
  }

  /// The value of a whole document that the engine wrote.
  ///
  /// @throws InvalidDocument when it is none
  public static Value readStored(byte[] document) {
    return read(STORED, document);
  }

  /// The value of the text of a whole document that the engine wrote.
  ///
  /// @throws InvalidDocument when it is none
  public static Value readStored(String document) {
    return readStored(document.getBytes(StandardCharsets.UTF_8));
  }

  private static Value read(JsonFactory factory, byte[] document) {
    if (!looksLikeUtf8(document)) {
      throw new InvalidDocument("", "the document must be UTF-8");
    }
    try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), document)) {
      return all(parser);
    }
  }

  /// Whether the parser takes the document for UTF-8. It guesses from the first four bytes: JSON
  /// starts with ASCII, which has a zero byte in UTF-16 and UTF-32, unless a byte order mark does.
  private static boolean looksLikeUtf8(byte[] document) {
    for (int i = 0; i < Math.min(document.length, 4); i++) {
      if (document[i] == 0) {
        return false;
      }
    }
    return document.length == 0 || (document[0] & 0xff) < 0xfe;
  }

  /// The value of everything there is to read.
  private static Value all(JsonParser parser) {
    try {
      Value value = next(parser);
      end(parser);
      return value;
    } catch (JacksonException e) {
      throw malformed(parser, e);
    }
  }

  private static JsonFactory factory(int maxDepth) {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(maxDepth).maxNumberLength(400).build())
        .build();
  }

  /// The value that starts with the next token.
  private static Value next(JsonParser parser) {
    JsonToken token = parser.nextToken();
    if (token == null) {
      throw new InvalidDocument("", "the document is empty; send JSON");
    }
    return current(parser, token);
  }

  /// Checks that nothing stands behind the document.
  private static void end(JsonParser parser) {
    if (parser.nextToken() != null) {
      throw new InvalidDocument("", "something stands behind the end of the document");
    }
  }

  private static InvalidDocument malformed(JsonParser parser, JacksonException e) {
    var place = e.getLocation();
    String where =
        place == null || place.getLineNr() < 1
            ? ""
            : " (line %d, column %d)".formatted(place.getLineNr(), place.getColumnNr());
    String what =
        switch (e) {
          case StreamReadException syntax -> forPeople(syntax.getOriginalMessage());
          case StreamConstraintsException limit -> forPeople(limit.getOriginalMessage());
          default -> "not JSON"; // the parser's errors are an open set
        };
    return new InvalidDocument(pointer(parser), what + where);
  }

  /// Where the parser stands.
  private static String pointer(JsonParser parser) {
    return parser.streamReadContext().pathAsPointer().toString();
  }

  /// The parser's words without its advice to programmers.
  private static String forPeople(String message) {
    return ADVICE.matcher(message).replaceAll("");
  }

  private static Value current(JsonParser parser, JsonToken token) {
    return switch (token) {
      case VALUE_STRING -> new Value.Text(parser.getString());
      case VALUE_NUMBER_INT -> whole(parser);
      case VALUE_NUMBER_FLOAT -> decimal(parser);
      case VALUE_TRUE -> new Value.Bool(true);
      case VALUE_FALSE -> new Value.Bool(false);
      case VALUE_NULL -> new Value.Nothing();
      case START_ARRAY -> items(parser);
      case START_OBJECT -> structure(parser);
      case END_ARRAY, END_OBJECT, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw new InvalidDocument("", "'%s' where a value belongs".formatted(token.asString()));
    };
  }

  private static Value whole(JsonParser parser) {
    return switch (parser.getNumberType()) {
      case INT, LONG -> new Value.Whole(parser.getLongValue());
      case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> decimal(parser);
    };
  }

  private static Value decimal(JsonParser parser) {
    double number = parser.getDoubleValue();
    if (!Double.isFinite(number)) {
      throw new InvalidDocument(
          pointer(parser),
          "the number '%s' is out of range".formatted(shortened(parser.getString())));
    }
    return new Value.Decimal(number);
  }

  private static Value items(JsonParser parser) {
    var values = new ArrayList<Value>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      values.add(current(parser, token));
    }
    return new Value.Items(values);
  }

  private static Value.Structure structure(JsonParser parser) {
    var fields = new LinkedHashMap<String, Value>();
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      if (fields.containsKey(name)) {
        throw duplicate(parser, name);
      }
      fields.put(name, current(parser, parser.nextToken()));
    }
    return new Value.Structure(fields);
  }

  private static StreamReadException duplicate(JsonParser parser, String name) {
    return new StreamReadException(
        parser, "Duplicate Object property \"%s\"".formatted(name), parser.currentTokenLocation());
  }

  private static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }
}
