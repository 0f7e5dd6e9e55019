package featureflags.json;

import featureflags.catalog.Changed;
import featureflags.catalog.SegmentList;
import featureflags.engine.Operator;
import featureflags.engine.ValueType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The words of the wire for what the engine has types for.
public final class Names {
  private Names() {}

  static String of(Operator operator) {
    return lower(operator);
  }

  static String of(ValueType type) {
    return lower(type);
  }

  /// `flag` or `segment`.
  public static String of(Changed changed) {
    return lower(changed);
  }

  /// What is called so.
  public static Optional<Changed> changed(String name) {
    return find(Changed.values(), name);
  }

  /// `included` or `excluded`.
  public static String of(SegmentList list) {
    return lower(list);
  }

  /// The list of that name.
  public static Optional<SegmentList> list(String name) {
    return find(SegmentList.values(), name);
  }

  static Optional<Operator> operator(String name) {
    return find(Operator.values(), name);
  }

  static Optional<ValueType> type(String name) {
    return find(ValueType.values(), name);
  }

  static List<String> operators() {
    return Arrays.stream(Operator.values()).map(Names::of).toList();
  }

  static List<String> types() {
    return Arrays.stream(ValueType.values()).map(Names::of).toList();
  }

  private static <E extends Enum<E>> Optional<E> find(E[] all, String name) {
    return Arrays.stream(all).filter(each -> lower(each).equals(name)).findFirst();
  }

  private static String lower(Enum<?> name) {
    return name.name().toLowerCase(Locale.ROOT);
  }
}
