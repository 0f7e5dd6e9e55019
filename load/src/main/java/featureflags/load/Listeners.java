package featureflags.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Many clients of the stream of events, on one thread.
final class Listeners implements AutoCloseable {
  private static final int ROOM = 16 * 1024;
  private static final Duration LONGEST_END = Duration.ofSeconds(5);

  private final List<Listener> all = new ArrayList<>();
  private final Selector selector;
  private final Thread thread;

  private Listeners(Selector selector) {
    this.selector = selector;
    this.thread = Thread.ofPlatform().daemon().name("listeners").unstarted(this::listen);
  }

  /// Connects so many.
  static Listeners open(int count, int port, String path) {
    try {
      var listeners = new Listeners(Selector.open());
      for (int i = 0; i < count; i++) {
        Listener.open(port, path, listeners.selector, listeners);
      }
      listeners.thread.start();
      return listeners;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void add(Listener listener) {
    all.add(listener);
  }

  private void listen() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(ROOM);
    try {
      while (selector.isOpen()) {
        selector.select(key -> listener(key).take(buffer));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Listener listener(SelectionKey key) {
    if (key.attachment() instanceof Listener listener) {
      return listener;
    }
    throw new IllegalStateException("a key without a listener");
  }

  /// How many events each has had.
  int[] events() {
    return all.stream().mapToInt(Listener::events).toArray();
  }

  /// Waits until each has had more events than before.
  ///
  /// @param before what [#events()] said
  /// @return when the last of them had its latest
  /// @throws IllegalStateException when that takes too long, or a stream ends
  long awaitMore(int[] before, Duration limit) {
    Patience.until("an event at %d listeners".formatted(all.size()), limit, () -> haveMore(before));
    return all.stream().mapToLong(Listener::last).max().orElseThrow();
  }

  private boolean haveMore(int[] before) {
    for (int i = 0; i < before.length; i++) {
      Listener listener = all.get(i);
      if (listener.isBroken()) {
        throw new IllegalStateException("the server has refused or ended a stream of events");
      }
      if (listener.events() <= before[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    try {
      selector.close();
      thread.join(LONGEST_END);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    all.forEach(Listener::close);
  }
}
