package featureflags.json;

import featureflags.catalog.Draft;
import featureflags.engine.Value;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Takes back what one change did to a flag and leaves what was done since, as a merge of three
/// versions: before the change, after it, and now.
///
/// Fields go by their names, rules by their ids and variants by their keys; other lists count as
/// one value, and so does the value of a variant. What the change touched and a later one has
/// touched again is a clash.
public final class Reversal {
  private static final Pattern VARIANT_VALUE = Pattern.compile("variants\\[[^]]*]\\.value");

  private final List<String> clashes = new ArrayList<>();

  private Reversal() {}

  /// What came of it.
  public sealed interface Outcome {
    /// The flag without the change.
    record Done(Draft draft) implements Outcome {}

    /// Later changes touch the same.
    ///
    /// @param places each place that both touched, such as `rules[r1].values`
    record Clash(List<String> places) implements Outcome {
      /// Copies the list.
      public Clash {
        places = List.copyOf(places);
      }
    }
  }

  /// Takes a change back.
  ///
  /// @param before the flag as the change found it
  /// @param after the flag as the change left it
  /// @param current the flag as it is
  /// @throws InvalidDocument when what is left makes no flag, such as a rule whose variant went
  ///   with the change
  public static Outcome of(Draft before, Draft after, Draft current) {
    var reversal = new Reversal();
    Optional<Value> merged =
        reversal.merged("", Optional.of(written(before)), written(after), written(current));
    return reversal.clashes.isEmpty()
        ? new Outcome.Done(DraftShape.read(merged.orElseThrow()))
        : new Outcome.Clash(reversal.clashes);
  }

  private static Value written(Draft draft) {
    return DraftShape.write(draft).build();
  }

  private Optional<Value> merged(String place, Optional<Value> before, Value after, Value current) {
    return merged(place, before, Optional.of(after), Optional.of(current));
  }

  private Optional<Value> merged(
      String place, Optional<Value> before, Optional<Value> after, Optional<Value> current) {
    if (after.equals(before)) {
      return current;
    }
    if (current.equals(after) || current.equals(before)) {
      return before;
    }
    Optional<Map<String, Value>> was = before.flatMap(Reversal::parts);
    Optional<Map<String, Value>> made = after.flatMap(Reversal::parts);
    Optional<Map<String, Value>> is = current.flatMap(Reversal::parts);
    if (was.isEmpty() || made.isEmpty() || is.isEmpty() || VARIANT_VALUE.matcher(place).matches()) {
      clashes.add(place);
      return current;
    }
    boolean list = current.get() instanceof Value.Items;
    Map<String, Value> parts = merged(place, list, was.get(), made.get(), is.get());
    return Optional.of(
        list ? new Value.Items(List.copyOf(parts.values())) : new Value.Structure(parts));
  }

  /// What is there now keeps its order, unless it is the order that the change made; what comes
  /// back stands behind what it stood behind.
  private Map<String, Value> merged(
      String place,
      boolean list,
      Map<String, Value> before,
      Map<String, Value> after,
      Map<String, Value> current) {
    var merged = new LinkedHashMap<String, Value>();
    List<String> names = list ? ordered(place, before, after, current) : names(current, _ -> true);
    for (String name : withThoseOf(before, names)) {
      merged(
              list ? "%s[%s]".formatted(place, name) : place.isEmpty() ? name : place + "." + name,
              Optional.ofNullable(before.get(name)),
              Optional.ofNullable(after.get(name)),
              Optional.ofNullable(current.get(name)))
          .ifPresent(value -> merged.put(name, value));
    }
    return merged;
  }

  /// The names of what is there now; where the change put some of them into another order, in the
  /// one before it.
  private List<String> ordered(
      String place,
      Map<String, Value> before,
      Map<String, Value> after,
      Map<String, Value> current) {
    Predicate<String> stayed =
        name -> before.containsKey(name) && after.containsKey(name) && current.containsKey(name);
    List<String> was = names(before, stayed);
    List<String> made = names(after, stayed);
    List<String> is = names(current, stayed);
    List<String> all = names(current, _ -> true);
    if (made.equals(was) || is.equals(was)) {
      return all;
    }
    if (!is.equals(made)) {
      clashes.add(place);
      return all;
    }
    Iterator<String> next = was.iterator();
    return all.stream().map(name -> stayed.test(name) ? next.next() : name).toList();
  }

  private static List<String> names(Map<String, Value> parts, Predicate<String> which) {
    return parts.keySet().stream().filter(which).toList();
  }

  private static List<String> withThoseOf(Map<String, Value> before, List<String> current) {
    var names = new ArrayList<>(current);
    String last = "";
    for (String name : before.keySet()) {
      if (!current.contains(name)) {
        names.add(names.indexOf(last) + 1, name);
      }
      last = name;
    }
    return names;
  }

  /// The fields of an object, or the elements of a list whose elements have names; empty for
  /// anything else.
  private static Optional<Map<String, Value>> parts(Value value) {
    return switch (value) {
      case Value.Structure(Map<String, Value> fields) -> Optional.of(fields);
      case Value.Items(List<Value> items) -> named(items);
      case Value.Bool _, Value.Text _, Value.Whole _, Value.Decimal _, Value.Nothing _ ->
          Optional.empty();
    };
  }

  private static Optional<Map<String, Value>> named(List<Value> items) {
    var named = new LinkedHashMap<String, Value>();
    for (Value item : items) {
      Optional<String> name = name(item);
      if (name.isEmpty() || named.put(name.get(), item) != null) {
        return Optional.empty();
      }
    }
    return Optional.of(named);
  }

  private static Optional<String> name(Value item) {
    if (item instanceof Value.Structure(Map<String, Value> fields)) {
      for (String field : List.of("id", "key")) {
        if (fields.get(field) instanceof Value.Text(String name)) {
          return Optional.of(name);
        }
      }
    }
    return Optional.empty();
  }
}
