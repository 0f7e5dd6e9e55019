package featureflags.engine;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// An immutable set of targeting keys of any size, in parts, so that a change of one key is a
/// change of one part. Membership is exact.
///
/// A key belongs to the part `(hash * parts) >>> 32`, where the hash is MurmurHash3 x86 32 with
/// seed 0 of its UTF-8, read as unsigned. Stores, caches and evaluators all count on that.
public final class SubjectSet {
  /// How many keys a part is meant to have; a list is divided anew when its parts have become twice
  /// as large.
  public static final int PART_SIZE = 1_000;

  /// The longest key, in characters.
  public static final int MAX_KEY_LENGTH = 1_024;

  private static final Salt UNSALTED = Salt.none();
  private static final SubjectSet EMPTY = new SubjectSet(new SubjectPart[] {SubjectPart.EMPTY});

  private final SubjectPart[] parts;

  private SubjectSet(SubjectPart[] parts) {
    this.parts = parts;
  }

  /// The set of nobody.
  public static SubjectSet empty() {
    return EMPTY;
  }

  /// The set of these parts, in their order.
  ///
  /// @throws IllegalArgumentException when there is none
  public static SubjectSet of(List<SubjectPart> parts) {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("a set of no parts");
    }
    return new SubjectSet(parts.toArray(SubjectPart[]::new));
  }

  /// The set of these keys, in as many parts as it is meant to have.
  public static SubjectSet ofKeys(List<String> keys) {
    int count = partsFor(keys.size());
    var lines = IntStream.range(0, count).mapToObj(_ -> new StringBuilder()).toList();
    keys.forEach(key -> lines.get(partOf(key, count)).append(key).append('\n'));
    return of(lines.stream().map(part -> SubjectPart.of(part.toString())).toList());
  }

  /// How many parts a list of so many keys is meant to have.
  ///
  /// @return a power of two
  public static int partsFor(int keys) {
    return Math.max(1, Integer.highestOneBit(Math.max(1, 2 * keys / PART_SIZE - 1)));
  }

  /// The part that a key belongs to, of so many.
  public static int partOf(String key, int parts) {
    return (int) ((Integer.toUnsignedLong(hash(key)) * parts) >>> 32);
  }

  /// The same set with another part at a place.
  public SubjectSet with(int index, SubjectPart part) {
    SubjectPart[] others = parts.clone();
    others[index] = part;
    return new SubjectSet(others);
  }

  /// Whether the key is in the set.
  public boolean contains(String key) {
    return contains(key, hash(key));
  }

  /// The hash that all sets tell keys apart by.
  static int hash(String key) {
    return Murmur3.hash(key, UNSALTED);
  }

  /// @param hash of the key
  boolean contains(String key, int hash) {
    return parts[(int) ((Integer.toUnsignedLong(hash) * parts.length) >>> 32)].contains(key, hash);
  }

  /// How many keys there are.
  public int size() {
    return Arrays.stream(parts).mapToInt(SubjectPart::size).sum();
  }

  /// The parts in their order.
  public List<SubjectPart> parts() {
    return List.of(parts);
  }

  /// Sets of the same keys in the same parts are equal.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SubjectSet set && Arrays.equals(parts, set.parts);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(parts);
  }
}
