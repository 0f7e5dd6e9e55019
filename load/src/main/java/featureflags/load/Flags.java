package featureflags.load;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The flags of a run: so many, of ten rules each.
///
/// @param count how many
record Flags(int count) {
  private static final int CONNECTIONS = 12;
  private static final int RULES = 10;

  /// The key of a flag, always of the same length.
  String key(int index) {
    return "checkout-button-%05d".formatted(index % count);
  }

  /// A flag whose sixth rule the users of an enterprise meet, and whose ninth all others.
  static String document(int index, String key) {
    String rules =
        IntStream.range(0, RULES)
            .mapToObj(rule -> rule(rule, test(index, rule)))
            .collect(Collectors.joining(","));
    return "{\"key\":\"%s\",\"enabled\":true,\"rolloutPercentage\":50,\"rules\":[%s]}"
        .formatted(key, rules);
  }

  private static String rule(int rule, String test) {
    return "{\"id\":\"customers-by-their-contract-%d\",%s,\"variant\":\"on\",\"priority\":%d}"
        .formatted(rule, test, rule + 1);
  }

  private static String test(int flag, int rule) {
    if (rule == 5) {
      return test("plan", "eq", "enterprise");
    }
    if (rule == 8) {
      return test("plan", "eq", "individual");
    }
    return switch (rule % 3) {
      case 0 -> test("plan", "eq", "plan-%d-%d".formatted(flag, rule));
      case 1 -> test("country", "in", "X%d\",\"Y%d".formatted(rule, flag));
      default -> test("age", "gt", Integer.toString(200 + rule));
    };
  }

  private static String test(String attribute, String operator, String values) {
    return "\"attribute\":\"%s\",\"operator\":\"%s\",\"values\":[\"%s\"]"
        .formatted(attribute, operator, values);
  }

  /// Creates all of them over HTTP, on several connections.
  void createAll(int flagApi) {
    var progress = new Progress("flags created", count);
    var next = new AtomicInteger();
    try (var http = new Http();
        var workers = Executors.newFixedThreadPool(CONNECTIONS)) {
      List<? extends Future<?>> all =
          IntStream.range(0, CONNECTIONS)
              .mapToObj(_ ->
                  workers.submit(() -> {
                    for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                      http.expect(201, "POST", flagApi, "/flags", document(i, key(i)));
                      progress.step();
                    }
                  }))
              .toList();
      for (var each : all) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("the flags cannot be created", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    progress.done();
  }
}
