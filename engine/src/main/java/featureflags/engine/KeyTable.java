package featureflags.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An immutable table from keys to values, made for look-ups on the hot path and for copies in
/// which a few entries differ: such a copy clones one array, whatever the size.
///
/// Open addressing, at most half full, probed linearly: a key at each even place, its value behind
/// it.
public final class KeyTable<T> {
  private static final int LEAST = 8;

  private final @Nullable Object[] table;
  private final int shift;
  private final int size;

  private KeyTable(@Nullable Object[] table, int size) {
    this.table = table;
    this.shift = shiftOf(table);
    this.size = size;
  }

  private static int shiftOf(@Nullable Object[] table) {
    return Integer.SIZE - Integer.numberOfTrailingZeros(table.length / 2);
  }

  /// The table without entries.
  public static <T> KeyTable<T> empty() {
    return new KeyTable<>(new @Nullable Object[2 * LEAST], 0);
  }

  /// The value of a key.
  public Optional<T> find(String key) {
    return Optional.ofNullable(get(key));
  }

  @SuppressWarnings("unchecked") // a value stands behind each key, and nothing else
  @Nullable T get(String key) {
    int at = 2 * FibonacciHash.place(key.hashCode(), shift);
    for (Object held = table[at]; held != null; held = table[at]) {
      if (key.equals(held)) {
        return (T) table[at + 1];
      }
      at = (at + 2) & (table.length - 1);
    }
    return null;
  }

  /// How many entries there are.
  public int size() {
    return size;
  }

  /// The values, in no order.
  @SuppressWarnings("unchecked") // a value stands behind each key, and nothing else
  public List<T> values() {
    var values = new ArrayList<T>(size);
    for (int i = 1; i < table.length; i += 2) {
      T value = (T) table[i];
      if (value != null) {
        values.add(value);
      }
    }
    return values;
  }

  /// A copy to change.
  public Edit<T> edit() {
    return new Edit<>(table.clone(), size);
  }

  /// A table in the making.
  public static final class Edit<T> {
    private @Nullable Object[] table;
    private int size;

    private Edit(@Nullable Object[] table, int size) {
      this.table = table;
      this.size = size;
    }

    /// Sets the value of a key.
    public Edit<T> put(String key, T value) {
      int at = place(key);
      if (table[at] == null) {
        size++;
        table[at] = key;
      }
      table[at + 1] = value;
      if (4 * size > table.length) {
        grow();
      }
      return this;
    }

    /// Takes a key out, if it is there.
    public Edit<T> remove(String key) {
      int hole = place(key);
      if (table[hole] == null) {
        return this;
      }
      size--;
      for (int at = next(hole); table[at] != null; at = next(at)) {
        if (mayMove(at, hole)) {
          table[hole] = table[at];
          table[hole + 1] = table[at + 1];
          hole = at;
        }
      }
      table[hole] = null;
      table[hole + 1] = null;
      return this;
    }

    /// The table. It is done: this edit may not go on.
    public KeyTable<T> build() {
      var built = new KeyTable<T>(table, size);
      table = new @Nullable Object[0];
      return built;
    }

    /// Where the key is, or would be.
    private int place(String key) {
      int at = 2 * FibonacciHash.place(key.hashCode(), shiftOf(table));
      for (Object held = table[at]; held != null && !key.equals(held); held = table[at]) {
        at = next(at);
      }
      return at;
    }

    private int next(int at) {
      return (at + 2) & (table.length - 1);
    }

    /// Whether an entry's search would come past the hole: whether the hole lies between the place
    /// that its hash names and where it is (Knuth, volume 3, 6.4, algorithm R).
    private boolean mayMove(int at, int hole) {
      int home = 2 * FibonacciHash.place(String.valueOf(table[at]).hashCode(), shiftOf(table));
      int distance = (at - home) & (table.length - 1);
      return ((at - hole) & (table.length - 1)) <= distance;
    }

    @SuppressWarnings("unchecked") // a value stands behind each key, and nothing else
    private void grow() {
      @Nullable Object[] old = table;
      table = new @Nullable Object[2 * old.length];
      size = 0;
      for (int i = 0; i < old.length; i += 2) {
        T value = (T) old[i + 1];
        if (old[i] instanceof String key && value != null) {
          put(key, value);
        }
      }
    }
  }
}
