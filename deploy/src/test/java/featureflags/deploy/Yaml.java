package featureflags.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// YAML read strictly: plain values only, and a key that comes twice is refused.
final class Yaml {
  private Yaml() {}

  /// Every document of the text, in order.
  static List<Object> documents(String text) {
    var options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    var documents = new ArrayList<Object>();
    new org.yaml.snakeyaml.Yaml(new SafeConstructor(options)).loadAll(text).forEach(documents::add);
    return documents;
  }

  /// The text's only document.
  static Map<String, Object> document(String text) {
    var documents = documents(text);
    if (documents.size() != 1) {
      throw new IllegalArgumentException("%d documents, not one".formatted(documents.size()));
    }
    return map(documents.getFirst());
  }

  /// A node as a map with text keys.
  static Map<String, Object> map(Object node) {
    if (!(node instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException("not a map: %s".formatted(node));
    }
    for (var key : map.keySet()) {
      if (!(key instanceof String)) {
        throw new IllegalArgumentException("a key that is no text: %s".formatted(key));
      }
    }
    @SuppressWarnings("unchecked") // every key was looked at just above
    var checked = (Map<String, Object>) map;
    return checked;
  }
}
