package featureflags.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/// Servers driven in turn, round after round, so that what a machine does besides hits all alike.
final class Rounds {
  /// Drives a server for its turn.
  @FunctionalInterface
  interface Client {
    Drive drive(Server server);
  }

  private final Map<Server, List<Turn>> turns = new LinkedHashMap<>();

  private Rounds(List<Server> servers) {
    servers.forEach(server -> turns.put(server, new ArrayList<>()));
  }

  /// Drives all of them so many times; who begins changes with each round.
  ///
  /// @param between is done after each turn
  static Rounds drive(
      String what, int count, List<Server> servers, Client client, Runnable between) {
    var rounds = new Rounds(servers);
    var progress = new Progress(what, count * servers.size());
    for (int round = 0; round < count; round++) {
      for (int i = 0; i < servers.size(); i++) {
        Server server = servers.get((i + round) % servers.size());
        rounds.of(server).add(turn(server, client));
        between.run();
        progress.step();
      }
    }
    progress.done();
    return rounds;
  }

  private static Turn turn(Server server, Client client) {
    Optional<Duration> before = server.cpu();
    Drive drive = client.drive(server);
    if (drive.errors() > 0 || drive.requests() == 0) {
      throw new IllegalStateException(
          "%s: %d of %d requests failed"
              .formatted(server.name(), drive.errors(), drive.requests()));
    }
    return new Turn(drive, before.flatMap(from -> server.cpu().map(to -> to.minus(from))));
  }

  /// A figure of a server, in each round.
  Spread of(Server server, ToDoubleFunction<Turn> figure) {
    return Spread.of(of(server).stream().mapToDouble(figure).toArray());
  }

  /// How many times another server's figure it was, in each round.
  Spread ratio(Server server, Server other, ToDoubleFunction<Turn> figure) {
    List<Turn> ours = of(server);
    List<Turn> theirs = of(other);
    double[] ratios = new double[ours.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = figure.applyAsDouble(ours.get(i)) / figure.applyAsDouble(theirs.get(i));
    }
    return Spread.of(ratios);
  }

  /// A figure of a server that the system may not tell, in each round.
  Optional<Spread> maybe(Server server, Function<Turn, Optional<Double>> figure) {
    double[] known =
        of(server).stream()
            .flatMap(turn -> figure.apply(turn).stream())
            .mapToDouble(each -> each)
            .toArray();
    return known.length == 0 ? Optional.empty() : Optional.of(Spread.of(known));
  }

  private List<Turn> of(Server server) {
    return Optional.ofNullable(turns.get(server)).orElseThrow();
  }
}
