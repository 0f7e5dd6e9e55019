package featureflags.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/// Servers driven in turn, round after round, so that what a machine does besides hits all alike.
final class Rounds {
  private final Map<Side, List<Turn>> turns = new LinkedHashMap<>();

  private Rounds(List<Side> sides) {
    sides.forEach(side -> turns.put(side, new ArrayList<>()));
  }

  /// Drives all of them so many times; who begins changes with each round.
  ///
  /// @param settle returns when a server has nothing left to do after its turn
  /// @throws IllegalStateException when any answer is not the right one
  static Rounds drive(
      String what,
      int count,
      List<Side> sides,
      Function<Side, Drive> client,
      Consumer<Side> settle) {
    var rounds = new Rounds(sides);
    var progress = new Progress(what, count * sides.size());
    for (int round = 0; round < count; round++) {
      for (int i = 0; i < sides.size(); i++) {
        Side side = sides.get((i + round) % sides.size());
        rounds.of(side).add(turn(side, client, settle));
        progress.step();
      }
    }
    progress.done();
    return rounds;
  }

  private static Turn turn(Side side, Function<Side, Drive> client, Consumer<Side> settle) {
    Optional<Duration> before = side.server().cpu();
    Drive drive = client.apply(side);
    settle.accept(side);
    if (drive.errors() > 0 || drive.requests() == 0) {
      throw new IllegalStateException(
          "%s: %,d requests answered right, %,d refused, cut, left alone or answered wrong"
              .formatted(side.name(), drive.requests(), drive.errors()));
    }
    return new Turn(drive, before.flatMap(from -> side.server().cpu().map(to -> to.minus(from))));
  }

  /// A figure of a server, in each round.
  Spread of(Side side, ToDoubleFunction<Turn> figure) {
    return Spread.of(of(side).stream().mapToDouble(figure).toArray());
  }

  /// How many times another server's figure it was, in each round.
  Spread ratio(Side side, Side other, ToDoubleFunction<Turn> figure) {
    List<Turn> ours = of(side);
    List<Turn> theirs = of(other);
    double[] ratios = new double[ours.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = figure.applyAsDouble(ours.get(i)) / figure.applyAsDouble(theirs.get(i));
    }
    return Spread.of(ratios);
  }

  /// A figure of a server that the system may not tell, in each round.
  Optional<Spread> maybe(Side side, Function<Turn, Optional<Double>> figure) {
    double[] known =
        of(side).stream()
            .flatMap(turn -> figure.apply(turn).stream())
            .mapToDouble(each -> each)
            .toArray();
    return known.length == 0 ? Optional.empty() : Optional.of(Spread.of(known));
  }

  private List<Turn> of(Side side) {
    return Optional.ofNullable(turns.get(side)).orElseThrow();
  }
}
