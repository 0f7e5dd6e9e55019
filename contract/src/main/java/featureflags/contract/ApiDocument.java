package featureflags.contract;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import featureflags.chassis.Response;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// An OpenAPI document, and what can be asked of it: whether it holds together, and whether an
/// answer is one that it tells of.
public final class ApiDocument {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String HERE = "https://engine.example/openapi.json";
  private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";
  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

  private final String text;
  private final JsonNode root;
  private final SchemaRegistry schemas;

  /// What an object may hold beyond what is told of it is nothing: members that nobody documented
  /// are found.
  private final SchemaRegistry closedSchemas;

  private ApiDocument(String text) {
    this.text = text;
    this.root = JSON.readTree(text);
    this.schemas = registry(text);
    this.closedSchemas = registry(closed(JSON.readTree(text)));
  }

  /// Reads a document, which must be JSON.
  public static ApiDocument of(byte[] document) {
    return new ApiDocument(new String(document, StandardCharsets.UTF_8));
  }

  private static SchemaRegistry registry(String document) {
    return SchemaRegistry.withDefaultDialect(
        SpecificationVersion.DRAFT_2020_12, registry -> registry.schemas(Map.of(HERE, document)));
  }

  private static String closed(JsonNode document) {
    walk(
        document.at("/components/schemas"),
        "",
        (_, node) -> {
          if (node instanceof ObjectNode schema
              && schema.get("properties") instanceof ObjectNode
              && !schema.has("additionalProperties")) {
            schema.put("additionalProperties", false);
          }
        });
    return document.toString();
  }

  /// What is at this JSON pointer.
  ///
  /// @throws IllegalArgumentException when nothing is
  public JsonNode at(String pointer) {
    JsonNode node = root.at(pointer);
    if (node.isMissingNode()) {
      throw new IllegalArgumentException("the document has no " + pointer);
    }
    return node;
  }

  /// The words that a schema allows.
  public List<String> words(String schema) {
    return at("/components/schemas/" + schema + "/enum")
        .valueStream()
        .map(JsonNode::asString)
        .toList();
  }

  /// The examples of a request body or an answer, by name.
  public SequencedMap<String, JsonNode> examples(String component) {
    var examples = new LinkedHashMap<String, JsonNode>();
    at("/components/" + component + "/content/application~1json/examples")
        .forEachEntry((name, example) -> examples.put(name, example.get("value")));
    return examples;
  }

  /// One example of a request body or an answer.
  public JsonNode example(String component, String name) {
    return at(
        "/components/%s/content/application~1json/examples/%s/value".formatted(component, name));
  }

  /// What is told of an operation such as `GET /flags`.
  public JsonNode operation(String name) {
    String[] parts = name.split(" ", 2);
    return at(
        "/paths/%s/%s".formatted(parts[1].replace("/", "~1"), parts[0].toLowerCase(Locale.ROOT)));
  }

  /// Every operation, such as `GET /flags`, with what is told of it.
  public SequencedMap<String, JsonNode> operations() {
    var operations = new TreeMap<String, JsonNode>();
    at("/paths")
        .forEachEntry((path, item) ->
            item.forEachEntry((method, operation) -> {
              if (METHODS.contains(method)) {
                operations.put(method.toUpperCase(Locale.ROOT) + " " + path, operation);
              }
            }));
    return operations;
  }

  /// The names of the path parameters that an operation declares.
  public Set<String> pathParameters(String path, JsonNode operation) {
    return Stream.of(root.get("paths").get(path), operation)
        .flatMap(each -> each.path("parameters").valueStream())
        .map(this::resolved)
        .filter(parameter -> parameter.get("in").asString().equals("path"))
        .map(parameter -> parameter.get("name").asString())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// What a node is, or what it refers to by `$ref`.
  public JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? at(node.get("$ref").asString().substring(1)) : node;
  }

  /// Everything that is wrong with the document as OpenAPI and with its schemas as JSON Schema.
  public List<String> flaws() {
    var flaws = new ArrayList<String>();
    flaws.addAll(new OpenAPIV3Parser().readContents(text, null, new ParseOptions()).getMessages());
    Schema dialect = schemas.getSchema(SchemaLocation.of(DIALECT));
    eachSchema((pointer, schema) ->
        dialect.validate(schema).forEach(error -> flaws.add(pointer + ": " + error)));
    walk(
        root,
        "",
        (pointer, node) -> {
          if (node.path("$ref").isString()
              && root.at(node.get("$ref").asString().substring(1)).isMissingNode()) {
            flaws.add("%s leads nowhere: %s".formatted(pointer, node));
          }
        });
    return flaws;
  }

  private void eachSchema(BiConsumer<String, JsonNode> action) {
    at("/components/schemas").forEachEntry((name, schema) -> action.accept(name, schema));
    walk(
        root,
        "",
        (pointer, node) -> {
          if (pointer.endsWith("/schema") && !pointer.contains("/properties/")) {
            action.accept(pointer, node);
          }
        });
  }

  /// Every component that nothing in the document refers to.
  public Set<String> unusedComponents() {
    var unused = new TreeSet<String>();
    at("/components")
        .forEachEntry((kind, components) ->
            components.forEachEntry((name, _) -> unused.add("#/components/" + kind + "/" + name)));
    walk(root, "", (_, node) -> unused.remove(node.path("$ref").asString("")));
    return unused;
  }

  /// Every example, of bodies and of parameters, that is not what the schema beside it says.
  public List<String> wrongExamples() {
    var wrong = new ArrayList<String>();
    walk(
        root,
        "",
        (pointer, node) -> {
          if (node.path("schema").isObject()) {
            Schema schema = schemas.getSchema(SchemaLocation.of(HERE + "#" + pointer + "/schema"));
            Stream.concat(
                    node.path("examples").valueStream().map(example -> example.get("value")),
                    Stream.ofNullable(node.get("example")))
                .forEach(example ->
                    schema
                        .validate(example)
                        .forEach(error -> wrong.add(pointer + ": " + error + " in " + example)));
          }
        });
    return wrong;
  }

  /// What is in an answer to an operation that the document does not tell of, or tells otherwise.
  public List<String> surprises(String operation, Response answer) {
    JsonNode responses = operation(operation).get("responses");
    String status = Integer.toString(answer.status());
    if (!responses.has(status)) {
      return List.of("%s answers %s: %s".formatted(operation, status, text(answer)));
    }
    JsonNode told = resolved(responses.get(status));
    var surprises = new ArrayList<String>();
    told.path("headers")
        .forEachEntry((name, header) -> {
          boolean required = resolved(header).path("required").asBoolean(false);
          if (required && !name.equals("X-Request-Id") && answer.header(name).isEmpty()) {
            surprises.add("%s lacks %s".formatted(operation, name));
          }
        });
    for (Response.Header header : answer.headers()) {
      if (!header.name().equals("Content-Type") && !told.path("headers").has(header.name())) {
        surprises.add("%s has %s".formatted(operation, header));
      }
    }
    String type = answer.header("Content-Type").orElse("").replaceFirst(";.*", "");
    if (type.isEmpty() != told.path("content").isMissingNode()) {
      surprises.add("%s %s with the type '%s'".formatted(operation, status, type));
    } else if (!type.isEmpty() && !told.at("/content").has(type)) {
      surprises.add("%s %s is of type %s".formatted(operation, status, type));
    } else if (type.endsWith("json")) {
      String place = place(responses.get(status), operation, status);
      String pointer = place + "/content/" + type.replace("/", "~1") + "/schema";
      breaches(pointer, JSON.readTree(answer.body()))
          .forEach(
              breach -> surprises.add("%s: %s in %s".formatted(operation, breach, text(answer))));
    }
    return surprises;
  }

  private static String place(JsonNode response, String operation, String status) {
    if (response.has("$ref")) {
      return response.get("$ref").asString().substring(1);
    }
    String[] parts = operation.split(" ", 2);
    return "/paths/%s/%s/responses/%s"
        .formatted(parts[1].replace("/", "~1"), parts[0].toLowerCase(Locale.ROOT), status);
  }

  /// How a document differs from the schema at this place, which is taken for complete.
  public List<String> breaches(String pointer, JsonNode document) {
    return closedSchemas
        .getSchema(SchemaLocation.of(HERE + "#" + pointer))
        .validate(document)
        .stream()
        .map(Object::toString)
        .toList();
  }

  /// The same of a document as it is sent.
  public List<String> breaches(String pointer, byte[] document) {
    return breaches(pointer, JSON.readTree(document));
  }

  /// Parses JSON.
  public static JsonNode json(String text) {
    return JSON.readTree(text);
  }

  /// JSON as it is sent.
  public static byte[] bytes(JsonNode node) {
    return JSON.writeValueAsBytes(node);
  }

  private static String text(Response answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  private static void walk(JsonNode node, String pointer, BiConsumer<String, JsonNode> action) {
    action.accept(pointer, node);
    node.forEachEntry((name, child) ->
        walk(child, pointer + "/" + name.replace("~", "~0").replace("/", "~1"), action));
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        walk(node.get(i), pointer + "/" + i, action);
      }
    }
  }
}
