package featureflags.load;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/// A client of one thread in a process of its own, which makes no object for a request and so
/// pauses for no garbage.
///
/// It compares each answer with the right one, byte by byte. At a fixed rate the latency of a
/// request counts from when it was to be sent: a server that stops for a while is charged for all
/// that would have been asked meanwhile. One that falls far behind is not waited for: what was
/// never asked counts with the time it has waited so far. An answer that stays away is an error. It
/// waits by looking, so it keeps a core busy.
public final class Driver {
  private static final long LONGEST_LATENCY = Duration.ofMinutes(2).toNanos();
  private static final int DIGITS = 3;
  private static final long GRACE = Duration.ofSeconds(5).toNanos();

  private final Rhythm rhythm;
  private final Histogram latencies = new Histogram(LONGEST_LATENCY, DIGITS);
  private final ArrayDeque<Lane> free;
  private final Consumer<SelectionKey> ready = this::ready;
  private final long began = System.nanoTime();
  private final long counting;
  private final long end;
  private final long lastSending;
  private final long lastAnswer;
  private long now = began;
  private long bytes;
  private long answered;
  private long counted;
  private long errors;
  private int sent;
  private int underWay;

  private Driver(Orders orders) {
    this.rhythm = orders.rhythm();
    this.counting = began + orders.warmUp().toNanos();
    this.end = counting + orders.time().toNanos();
    this.lastSending = end + orders.patience().toNanos();
    this.lastAnswer = lastSending + GRACE;
    this.free = new ArrayDeque<>(orders.connections() + 1);
  }

  /// Does as its arguments say, and prints what it has measured on one line.
  public static void main(String[] arguments) throws IOException {
    System.out.println(drive(Orders.parse(List.of(arguments))).text());
  }

  /// Drives a server.
  static Drive drive(Orders orders) throws IOException {
    Talk talk = orders.talk();
    try (Selector selector = Selector.open()) {
      var driver = new Driver(orders);
      for (int i = 0; i < orders.connections(); i++) {
        driver.free.add(Lane.open(orders.port(), selector, talk));
      }
      try {
        return driver.run(selector);
      } finally {
        selector.keys().forEach(key -> lane(key).close());
      }
    }
  }

  private Drive run(Selector selector) throws IOException {
    while (now < end || (isBehind() && now < lastSending) || (underWay > 0 && now < lastAnswer)) {
      sendDue();
      selector.selectNow(ready);
      now = System.nanoTime();
      if (underWay == 0 && free.isEmpty()) {
        break; // every connection is broken
      }
    }
    errors += underWay;
    giveUp();
    return new Drive(
        counted,
        answered,
        errors,
        bytes,
        Duration.ofNanos(end - counting),
        at(50),
        at(99),
        Duration.ofNanos(latencies.getMaxValue()));
  }

  private boolean isBehind() {
    return underWay > 0 || neverSent() > 0;
  }

  /// How many should have been asked by now and were not, because the server kept every connection
  /// waiting.
  private long neverSent() {
    return switch (rhythm) {
      case Rhythm.Closed() -> 0;
      case Rhythm.Open(double perSecond) ->
          Math.max(0, (long) ((Math.min(now, end) - began) * perSecond / 1e9) - sent);
    };
  }

  /// Those that were never asked have waited at least until now.
  private void giveUp() {
    for (long left = neverSent(); left > 0; left--) {
      record(due(sent));
      sent++;
    }
  }

  private Duration at(double percentile) {
    return Duration.ofNanos(latencies.getValueAtPercentile(percentile));
  }

  private void sendDue() {
    while (!free.isEmpty()) {
      long due = due(sent);
      if (due > now || due >= end || now >= lastSending) {
        return;
      }
      Lane lane = free.poll();
      underWay++;
      settle(lane, lane.send(sent, due));
      sent++;
    }
  }

  /// When a request is to be sent.
  private long due(int turn) {
    return switch (rhythm) {
      case Rhythm.Closed() -> now;
      case Rhythm.Open(double perSecond) -> began + (long) (turn * 1e9 / perSecond);
    };
  }

  private void ready(SelectionKey key) {
    Lane lane = lane(key);
    Lane.State state = lane.goOn();
    now = System.nanoTime();
    settle(lane, state);
  }

  private void settle(Lane lane, Lane.State state) {
    switch (state) {
      case WAITING -> {}
      case RIGHT -> {
        underWay--;
        count(lane);
        free.add(lane);
      }
      case WRONG -> {
        underWay--;
        errors++;
        free.add(lane);
      }
      case BROKEN -> {
        errors++;
        if (!free.remove(lane)) {
          underWay--;
        }
      }
    }
  }

  private void count(Lane lane) {
    answered++;
    if (record(lane.intended())) {
      counted++;
      bytes += lane.received();
    }
  }

  private boolean record(long intended) {
    boolean counts = intended >= counting;
    if (counts) {
      latencies.recordValue(Math.min(now - intended, LONGEST_LATENCY));
    }
    return counts;
  }

  private static Lane lane(SelectionKey key) {
    if (key.attachment() instanceof Lane lane) {
      return lane;
    }
    throw new IllegalStateException("a key without a lane");
  }
}
