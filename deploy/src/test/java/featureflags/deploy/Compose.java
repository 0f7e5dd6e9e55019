package featureflags.deploy;

import static featureflags.deploy.Shape.either;
import static featureflags.deploy.Shape.fields;
import static featureflags.deploy.Shape.names;
import static featureflags.deploy.Shape.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// A Compose file: the part of the Compose Specification that ours uses, and nothing else of it.
final class Compose {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z][A-Z_]*):-([^${}]*)}");
  private static final String NAME = "[a-z][a-z0-9-]*";
  private static final Shape DURATION = text("([0-9]+(us|ms|s|m|h))+");
  private static final Shape COMMAND = new Shape.Items(text());

  private static final Shape BUILD =
      fields().with("context", text("\\.")).with("target", text(NAME));

  private static final Shape HEALTHCHECK =
      fields()
          .with("test", COMMAND)
          .with("interval", DURATION)
          .with("timeout", DURATION)
          .with("retries", new Shape.Whole(1))
          .maybe("start_period", DURATION);

  private static final Shape SERVICE =
      fields()
          .with("image", text("[a-z0-9][a-z0-9./-]*:[A-Za-z0-9][A-Za-z0-9._-]*"))
          .with("healthcheck", HEALTHCHECK)
          .with("restart", text("no|always|on-failure(:[0-9]+)?|unless-stopped"))
          .with("stop_grace_period", DURATION)
          .maybe("build", BUILD)
          .maybe("command", COMMAND)
          .maybe("environment", names("[A-Z][A-Z_]*", either(text(), new Shape.Blank())))
          .maybe(
              "ports",
              new Shape.Items(text("([0-9]{1,3}(\\.[0-9]{1,3}){3}:)?[0-9]{1,5}:[0-9]{1,5}")))
          .maybe("volumes", new Shape.Items(text(NAME + ":/[a-z/]+")))
          .maybe("tmpfs", new Shape.Items(text("/[a-z]+(:[a-z0-9=,]+)?")))
          .maybe("mem_limit", text("[0-9]+[kmg]"))
          .maybe("read_only", new Shape.Truth())
          .maybe("cap_drop", new Shape.Items(text("[A-Z_]+")))
          .maybe("security_opt", new Shape.Items(text("no-new-privileges:true")))
          .maybe(
              "depends_on",
              names(
                  NAME,
                  fields()
                      .with(
                          "condition",
                          text("service_started|service_healthy|service_completed_successfully"))));

  /// The whole file, its `x-` fragments taken out.
  static final Shape FILE =
      fields()
          .with("name", text(NAME))
          .with("services", names(NAME, SERVICE))
          .with("volumes", names(NAME, new Shape.Blank()));

  private Compose() {}

  /// The file as Compose sees it when no variable is set.
  static Map<String, Object> parse(String file) {
    var tree = new LinkedHashMap<String, Object>();
    Yaml.document(file)
        .forEach((key, value) -> {
          if (!key.startsWith("x-")) {
            tree.put(key, interpolated(value));
          }
        });
    return tree;
  }

  private static Object interpolated(Object node) {
    return switch (node) {
      case String text -> {
        var filled = VARIABLE.matcher(text).replaceAll("$2");
        if (filled.contains("$")) {
          throw new IllegalArgumentException(
              "'%s' has a variable without a default".formatted(text));
        }
        yield filled;
      }
      case List<?> list -> list.stream().map(Compose::interpolated).toList();
      case Map<?, ?> map -> {
        var copy = new LinkedHashMap<String, Object>();
        Yaml.map(map).forEach((key, value) -> copy.put(key, interpolated(value)));
        yield copy;
      }
      case null, default -> node;
    };
  }
}
