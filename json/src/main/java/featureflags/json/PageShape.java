package featureflags.json;

import featureflags.catalog.Document;
import featureflags.catalog.Page;
import featureflags.engine.Value;
import java.util.List;

/// A page of a list.
public final class PageShape {
  private PageShape() {}

  /// Writes a page of stored flags as they are stored, whether or not this engine can read them.
  ///
  /// @param nextCursor opaque; empty on the last page
  public static byte[] write(Page<Document> page, String nextCursor) {
    return ValueWriter.document(json -> {
      json.writeStartObject();
      json.writeArrayPropertyStart("items");
      page.items().forEach(document -> json.writeRawValue(document.text()));
      json.writeEndArray();
      json.writeName("nextCursor");
      ValueWriter.write(
          json, nextCursor.isEmpty() ? new Value.Nothing() : new Value.Text(nextCursor));
      json.writeEndObject();
    });
  }

  /// Writes a page.
  ///
  /// @param nextCursor opaque; empty on the last page
  public static Value write(List<? extends Value> items, String nextCursor) {
    return new Members().put("items", items).putOrNull("nextCursor", nextCursor).build();
  }
}
