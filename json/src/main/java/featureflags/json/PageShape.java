package featureflags.json;

import featureflags.engine.Value;
import java.util.List;

/// A page of a list.
public final class PageShape {
  private PageShape() {}

  /// Writes a page.
  ///
  /// @param nextCursor opaque; empty on the last page
  public static Value write(List<? extends Value> items, String nextCursor) {
    return new Members().put("items", items).putOrNull("nextCursor", nextCursor).build();
  }
}
