package featureflags.redis;

/// The id of a stream entry: `milliseconds-sequence`, both unsigned.
record EntryId(long milliseconds, long sequence) implements Comparable<EntryId> {
  static EntryId of(String text) {
    int dash = text.indexOf('-');
    return dash < 0
        ? new EntryId(Long.parseUnsignedLong(text), 0)
        : new EntryId(
            Long.parseUnsignedLong(text, 0, dash, 10),
            Long.parseUnsignedLong(text, dash + 1, text.length(), 10));
  }

  static String smaller(String one, String other) {
    return of(one).compareTo(of(other)) <= 0 ? one : other;
  }

  @Override
  public int compareTo(EntryId other) {
    int byTime = Long.compareUnsigned(milliseconds, other.milliseconds);
    return byTime == 0 ? Long.compareUnsigned(sequence, other.sequence) : byTime;
  }
}
