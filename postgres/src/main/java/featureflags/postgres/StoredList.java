package featureflags.postgres;

import featureflags.catalog.KeyCount;
import featureflags.catalog.ListEdit;
import featureflags.json.Names;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// A list of a segment in the transaction of an edit, which holds the segment's row. Only parts
/// whose text changes are written, with the version that the edit makes.
final class StoredList {
  /// How many parts are in memory, and under way, at once.
  private static final int AT_ONCE = 32;

  private static final String ALL =
      """
      SELECT keys
        FROM segment_part
       WHERE project = ? AND environment = ? AND segment = ? AND list = ? AND keys <> ''
       ORDER BY part
      """;

  private static final String SOME =
      """
      SELECT part, keys
        FROM segment_part
       WHERE project = ? AND environment = ? AND segment = ? AND list = ? AND part = ANY (?)
      """;

  private static final String PUT =
      """
      INSERT INTO segment_part AS held (project, environment, segment, list, part, version, keys,
                                        revision)
      VALUES (?, ?, ?, ?, ?, ?, ?, 0)
          ON CONFLICT (project, environment, segment, list, part) DO UPDATE
         SET version = EXCLUDED.version, keys = EXCLUDED.keys
       WHERE held.keys <> EXCLUDED.keys
      """;

  private static final String EMPTY =
      """
      UPDATE segment_part
         SET version = ?, keys = ''
       WHERE project = ? AND environment = ? AND segment = ? AND list = ? AND part = ?
         AND keys <> ''
      """;

  private static final String CUT =
      """
      UPDATE segment_part
         SET version = ?, keys = ''
       WHERE project = ? AND environment = ? AND segment = ? AND list = ? AND part >= ?
         AND keys <> ''
      """;

  private final Session session;
  private final ListName name;
  private final int version;

  /// @param version that the edit makes
  StoredList(Session session, ListName name, int version) {
    this.session = session;
    this.name = name;
    this.version = version;
  }

  /// What an edit did.
  ///
  /// @param count how many keys were added or removed
  /// @param sample some of them
  record Edited(int count, List<String> sample) {}

  /// Takes the text of each part that has keys, in their order, a few of them at once.
  static void read(Session session, ListName name, Session.Reader reader) throws SQLException {
    session.each(
        ALL,
        AT_ONCE,
        reader,
        name.scope().project(),
        name.scope().environment(),
        name.segment(),
        Names.of(name.list()));
  }

  /// Adds or removes keys.
  ///
  /// @param before how the list is divided
  Edited edit(ListEdit.Kind kind, KeyPile keys, KeyCount before) throws SQLException {
    var division = keys.dividedInto(before.parts());
    var touched = new ArrayList<Integer>();
    var sample = new TreeSet<String>();
    int count = 0;
    for (int part = 0; part < division.parts(); part++) {
      if (!division.isEmpty(part)) {
        touched.add(part);
      }
      if (touched.size() == AT_ONCE || part == division.parts() - 1) {
        count += edit(kind, division, touched, sample);
        touched.clear();
      }
    }
    return new Edited(count, List.copyOf(sample));
  }

  private int edit(
      ListEdit.Kind kind, KeyPile.Division division, List<Integer> parts, Set<String> sample)
      throws SQLException {
    Map<Integer, String> stored = some(parts);
    var edited = new HashMap<Integer, String>();
    int count = 0;
    for (int part : parts) {
      SortedSet<String> keys = PartLines.read(stored.getOrDefault(part, ""));
      int before = keys.size();
      for (String key : division.keys(part)) {
        boolean changed = kind == ListEdit.Kind.ADD ? keys.add(key) : keys.remove(key);
        if (changed && sample.size() < ListEdit.SAMPLE) {
          sample.add(key);
        }
      }
      if (keys.size() != before) {
        edited.put(part, PartLines.write(keys));
        count += Math.abs(keys.size() - before);
      }
    }
    put(edited);
    return count;
  }

  /// Puts these keys in the place of all others; whether that changed any part.
  boolean replace(KeyPile keys, int parts) throws SQLException {
    var division = keys.dividedInto(parts);
    int changed = 0;
    for (int from = 0; from < parts; from += AT_ONCE) {
      var texts = new HashMap<Integer, String>();
      for (int part = from; part < Math.min(from + AT_ONCE, parts); part++) {
        texts.put(part, PartLines.write(division.keys(part)));
      }
      changed += put(texts);
    }
    return changed + cut(parts) > 0;
  }

  /// Divides the list anew.
  void divide(int parts) throws SQLException {
    var all = new KeyPile();
    read(session, name, row -> all.addLines(row.text("keys")));
    replace(all, parts);
  }

  private Map<Integer, String> some(List<Integer> parts) throws SQLException {
    var texts = new HashMap<Integer, String>();
    session.query(
        SOME,
        row -> texts.put(row.integer("part"), row.text("keys")),
        name.scope().project(),
        name.scope().environment(),
        name.segment(),
        Names.of(name.list()),
        session.array("int4", parts.toArray()));
    return texts;
  }

  /// How many parts have another text now.
  private int put(Map<Integer, String> texts) throws SQLException {
    var full = new ArrayList<Object[]>();
    var empty = new ArrayList<Object[]>();
    texts.forEach((part, text) -> {
      if (text.isEmpty()) {
        empty.add(located(part, version));
      } else {
        full.add(
            new Object[] {
              name.scope().project(),
              name.scope().environment(),
              name.segment(),
              Names.of(name.list()),
              part,
              version,
              text
            });
      }
    });
    return sum(session.batch(PUT, full)) + sum(session.batch(EMPTY, empty));
  }

  /// Empties the parts from this one on; how many had keys.
  private int cut(int from) throws SQLException {
    return session.update(CUT, located(from, version));
  }

  private Object[] located(int part, int stamp) {
    return new Object[] {
      stamp,
      name.scope().project(),
      name.scope().environment(),
      name.segment(),
      Names.of(name.list()),
      part
    };
  }

  private static int sum(int[] counts) {
    int sum = 0;
    for (int each : counts) {
      sum += each;
    }
    return sum;
  }
}
