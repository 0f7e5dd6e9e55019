package featureflags.e2e;

import featureflags.engine.Value;
import featureflags.json.ValueReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The evaluation trail of a flag, as its users read it: page by page.
final class Trail {
  private Trail() {}

  /// The subject of every evaluation, newest first.
  static List<String> subjects(String api, String flag) {
    var subjects = new ArrayList<String>();
    String cursor = "";
    do {
      var page = page(api, flag, cursor);
      for (Value item : ((Value.Items) page.fields().get("items")).values()) {
        subjects.add(((Value.Text) ((Value.Structure) item).fields().get("subject")).value());
      }
      cursor = page.fields().get("nextCursor") instanceof Value.Text(String next) ? next : "";
    } while (!cursor.isEmpty());
    return subjects;
  }

  private static Value.Structure page(String api, String flag, String cursor) {
    String from = cursor.isEmpty() ? "" : "&cursor=" + cursor;
    try {
      var response = Http.get(api + "/flags/" + flag + "/audit?type=evaluation&limit=500" + from);
      if (response.statusCode() != 200) {
        throw new AssertionError(response.body());
      }
      return (Value.Structure) ValueReader.read(response.body().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
