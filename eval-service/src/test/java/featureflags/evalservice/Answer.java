package featureflags.evalservice;

import featureflags.engine.Value;
import featureflags.json.ValueReader;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// What a client got.
record Answer(int status, HttpHeaders headers, String body) {
  static Answer of(HttpResponse<String> response) {
    return new Answer(response.statusCode(), response.headers(), response.body());
  }

  String header(String name) {
    return headers.firstValue(name).orElse("");
  }

  /// A text, number, boolean or null of the document by the names and positions that lead to it, as
  /// text; empty when it is not there.
  String at(Object... path) {
    Value value = ValueReader.readStored(body.getBytes(StandardCharsets.UTF_8));
    for (Object step : path) {
      value = inner(value, step);
    }
    return switch (value) {
      case Value.Text(String text) -> text;
      case Value.Whole(long number) -> Long.toString(number);
      case Value.Bool(boolean bool) -> Boolean.toString(bool);
      case Value.Decimal(double number) -> Double.toString(number);
      case Value.Nothing() -> "";
      case Value.Items _, Value.Structure _ -> value.toString();
    };
  }

  /// How long a list of the document is.
  int size(String name) {
    return inner(ValueReader.readStored(body.getBytes(StandardCharsets.UTF_8)), name)
            instanceof Value.Items(List<Value> values)
        ? values.size()
        : -1;
  }

  private static Value inner(Value value, Object step) {
    return switch (value) {
      case Value.Structure(Map<String, Value> fields) ->
          fields.getOrDefault(String.valueOf(step), new Value.Nothing());
      case Value.Items(List<Value> values) when step instanceof Integer i && i < values.size() ->
          values.get(i);
      case Value other -> new Value.Nothing();
    };
  }
}
