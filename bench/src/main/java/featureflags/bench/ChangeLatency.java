package featureflags.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;

/// How long a change takes from flag-api's answer to eval-service's.
///
/// Changes one flag again and again, and after each answer asks eval-service until the version is
/// the new one. Needs a running engine.
public final class ChangeLatency {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private ChangeLatency() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length != 3) {
      System.err.println(
          "usage: bench/change-latency [CHANGES] [FLAG-API-PORT] [EVAL-SERVICE-PORT]");
      System.exit(2);
    }
    int changes = Integer.parseInt(args[0]);
    String api = "http://127.0.0.1:" + args[1];
    String eval = "http://127.0.0.1:" + args[2];
    String flag = "change-latency-" + ProcessHandle.current().pid();
    expect(201, send("POST", api + "/flags", "{\"key\":\"%s\",\"enabled\":true}".formatted(flag)));
    awaitVersion(eval, flag, 1);
    double[] millis = new double[changes];
    for (int i = 0; i < changes; i++) {
      String change = "{\"rolloutPercentage\":%d}".formatted(1 + i % 100);
      expect(200, send("PUT", api + "/flags/" + flag, change));
      long answered = System.nanoTime();
      awaitVersion(eval, flag, i + 2);
      millis[i] = (System.nanoTime() - answered) / 1e6;
    }
    expect(204, send("DELETE", api + "/flags/" + flag, ""));
    Arrays.sort(millis);
    System.out.printf(
        "%d changes, from flag-api's answer to eval-service's: p50 %.1f ms, p99 %.1f ms, max %.1f ms%n",
        changes, at(millis, 50), at(millis, 99), millis[changes - 1]);
  }

  private static void awaitVersion(String eval, String flag, int version)
      throws IOException, InterruptedException {
    String wanted = "\"version\":%d}".formatted(version);
    String body = "{\"flagKey\":\"%s\",\"context\":{\"userId\":\"u\"}}".formatted(flag);
    long end = System.nanoTime() + 10_000_000_000L;
    while (!send("POST", eval + "/evaluate", body).body().contains(wanted)) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("version %d has not arrived after 10 s".formatted(version));
      }
    }
  }

  private static double at(double[] sorted, int percent) {
    return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
  }

  private static void expect(int status, HttpResponse<String> response) {
    if (response.statusCode() != status) {
      throw new IllegalStateException(response.statusCode() + " " + response.body());
    }
  }

  private static HttpResponse<String> send(String method, String uri, String body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(uri)).method(method, BodyPublishers.ofString(body));
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }
}
