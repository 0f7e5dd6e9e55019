package featureflags.json;

import featureflags.catalog.Details;
import featureflags.catalog.Draft;
import featureflags.engine.Flag;
import featureflags.engine.Key;
import featureflags.engine.Percentage;
import featureflags.engine.Serve;
import featureflags.engine.Value;
import featureflags.engine.ValueType;
import featureflags.engine.Variant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A flag as a person writes it.
public final class DraftShape {
  private static final int MAX_NAME = 256;
  private static final int MAX_DESCRIPTION = 8_192;
  private static final int MAX_TAGS = 100;

  /// What the engine adds to a flag: taken back without a word, so that an answer can be edited and
  /// sent as it is.
  private static final List<String> READ_ONLY =
      List.of("version", "createdAt", "updatedAt", "archivedAt", "warnings");

  private DraftShape() {}

  /// Reads a new flag; what is absent has its default.
  ///
  /// @throws InvalidDocument with everything that is wrong
  public static Draft read(Value document) {
    var violations = new Violations();
    Storability.check(document, "", violations);
    var fields = Fields.of(document, "", violations);
    READ_ONLY.forEach(fields::has);
    return read(fields, Origin.SENT);
  }

  /// Reads an edit of a flag: a field that is absent keeps its value, one that is null is cleared.
  ///
  /// @throws InvalidDocument with everything that is wrong
  public static Draft readEdit(Draft current, Value document) {
    if (!(document instanceof Value.Structure(Map<String, Value> edits))) {
      return read(document);
    }
    var merged = new LinkedHashMap<>(write(current).build().fields());
    merged.putAll(edits);
    Draft edited = read(new Value.Structure(merged));
    if (!edited.flag().key().equals(current.flag().key())) {
      throw new InvalidDocument(
          "/key",
          "is '%s', but the flag's key is '%s' and a key never changes"
              .formatted(edited.flag().key(), current.flag().key()));
    }
    return new Draft(edited.flag().keepingPlaces(current.flag()), edited.details());
  }

  /// Reads the draft among the fields that are left, and refuses any other.
  static Draft read(Fields fields, Origin origin) {
    String key = fields.requiredKey("key");
    var details =
        new Details(
            fields.text("name", key, MAX_NAME),
            fields.text("description", "", MAX_DESCRIPTION),
            readTags(fields),
            fields.text("owner", "", MAX_NAME),
            SampleRates.read(fields, "auditSampleRate"));
    ValueType type = VariantShape.readType(fields);
    boolean enabled = fields.bool("enabled", false);
    List<Variant> variants = VariantShape.read(fields, type);
    var names = VariantNames.of(variants);
    String off = fallback(fields, "offVariant", names);
    String otherwise = fallback(fields, "defaultVariant", names);
    var prerequisites = PrerequisiteShape.read(fields);
    var rules = RuleShape.read(fields, key, names, origin);
    Serve serve = ServeShape.read(fields, names, names.contains("on") ? "on" : otherwise, origin);
    var rollout = RolloutShape.read(fields, key, Percentage.NOBODY, serve);
    fields.refuseOthers();
    fields.violations().check();
    return new Draft(
        new Flag(key, type, enabled, variants, off, otherwise, prerequisites, rules, rollout),
        details);
  }

  static List<String> readTags(Fields fields) {
    return fields.texts("tags", MAX_TAGS, Key.MAX_LENGTH);
  }

  private static String fallback(Fields fields, String name, VariantNames variants) {
    if (fields.has(name) || variants.contains("off")) {
      return variants.read(fields, name, "off");
    }
    return fields.wrong(name, "is missing; only a variant named 'off' is served unasked", "");
  }

  static Members write(Draft draft) {
    Flag flag = draft.flag();
    Details details = draft.details();
    var members =
        new Members()
            .put("key", flag.key())
            .put("name", details.name())
            .put("description", details.description())
            .put("type", Names.of(flag.type()))
            .put("enabled", flag.enabled())
            .put("variants", flag.variants().stream().map(VariantShape::write).toList())
            .put("offVariant", flag.offVariant())
            .put("defaultVariant", flag.defaultVariant())
            .put(
                "prerequisites",
                flag.prerequisites().stream().map(PrerequisiteShape::write).toList())
            .put(
                "rules",
                flag.rules().stream().map(rule -> RuleShape.write(rule, flag.key())).toList());
    RolloutShape.write(members, flag.rollout(), flag.key());
    members
        .put("serve", ServeShape.write(flag.rollout().serve()))
        .putTexts("tags", details.tags())
        .putOrNull("owner", details.owner());
    // Left out where it says nothing: engines that do not know it yet can read the flag then.
    return details.auditSampleRate().isAll()
        ? members
        : members.put("auditSampleRate", SampleRates.write(details.auditSampleRate()));
  }
}
