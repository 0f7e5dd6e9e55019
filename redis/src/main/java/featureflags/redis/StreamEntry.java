package featureflags.redis;

/// An entry of the evaluation stream.
public final class StreamEntry {
  private final String id;
  private final byte[] payload;

  /// @param id its id in the stream
  /// @param payload packed events; not copied
  public StreamEntry(String id, byte[] payload) {
    this.id = id;
    this.payload = payload;
  }

  /// Its id in the stream, such as `1700000000000-0`.
  public String id() {
    return id;
  }

  /// Its packed events, for `StreamEntryShape.unpack`; not a copy.
  public byte[] payload() {
    return payload;
  }

  /// The id and the size; never what the events hold.
  @Override
  public String toString() {
    return "%s (%d bytes)".formatted(id, payload.length);
  }
}
