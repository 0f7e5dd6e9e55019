package featureflags.load;

/// A flag that no load asks for, to be changed again and again.
final class ChangingFlag {
  private final Http http;
  private final Server flagApi;
  private final String key;
  private int version = 1;

  private ChangingFlag(Http http, Server flagApi, String key) {
    this.http = http;
    this.flagApi = flagApi;
    this.key = key;
  }

  /// Creates it, with ten rules like its neighbours.
  static ChangingFlag create(Http http, Server flagApi, String key) {
    http.expect(201, "POST", flagApi.port(), "/flags", Flags.document(0, key));
    return new ChangingFlag(http, flagApi, key);
  }

  String key() {
    return key;
  }

  /// The version by which a change is known.
  int version() {
    return version;
  }

  /// Changes it, and returns when flag-api has answered.
  void change() {
    version++;
    String edit = "{\"rolloutPercentage\":%d.%d}".formatted(version % 100, version / 100 % 10);
    http.expect(200, "PUT", flagApi.port(), "/flags/" + key, edit);
  }
}
