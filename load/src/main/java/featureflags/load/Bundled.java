package featureflags.load;

import java.time.Duration;
import java.util.List;

/// Our own [Driver] as a client, which every machine has.
///
/// @param warmUp how long it drives before it counts
record Bundled(Jvm jvm, Pinning pinning, Rhythm rhythm, Duration warmUp, WorkFile work)
    implements Client {
  /// It makes no garbage, and what it does is compiled soon enough.
  private static final List<String> FLAGS =
      List.of("-Xms128m", "-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private static final Duration PATIENCE_WITH_BACKLOG = Duration.ofSeconds(5);

  @Override
  public Drive drive(Side side, int connections, Duration time) {
    var orders =
        new Orders(
            side.server().port(),
            connections,
            rhythm,
            warmUp,
            time,
            PATIENCE_WITH_BACKLOG,
            work.path(),
            work.bodies(),
            side.answers());
    var program = Program.own(Driver.class, "driver", orders.words().toArray(String[]::new));
    return Client.run(pinning.ofClient(jvm.command(program, FLAGS)), warmUp.plus(time));
  }
}
