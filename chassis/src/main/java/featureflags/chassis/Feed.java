package featureflags.chassis;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// What many clients follow at the same time: each event goes to all of them, in the order in which
/// it is published. A client that does not read fast enough is dropped, and comes back.
///
/// Clients follow by the answer of a route, see [Response#following]. A feed without followers
/// costs nothing.
public final class Feed {
  /// Some 20 µs each.
  private static final int AT_ONCE = 16;

  /// The followers of each loop, touched by the loop's own thread only.
  private final Map<Loop, Set<Follower>> followers = new ConcurrentHashMap<>();

  private final AtomicInteger count = new AtomicInteger();

  /// One that nobody follows yet.
  public Feed() {}

  /// Sends an event to everybody who follows now. May be called by any thread, by one at a time
  /// where the order matters; returns at once.
  public void publish(ServerEvent event) {
    if (count.get() > 0) {
      byte[] bytes = event.bytes();
      followers.forEach((loop, each) -> tell(loop, each, bytes));
    }
  }

  private static void tell(Loop loop, Set<Follower> followers, byte[] bytes) {
    try {
      loop.execute(() -> tell(loop, followers, List.copyOf(followers), bytes));
    } catch (StreamCut _) {
      // the server has closed, and with it everybody's connection
    }
  }

  /// Tells some, and the others a moment later: requests that come meanwhile do not wait for all.
  ///
  /// @param staying those who have not left by now
  private static void tell(Loop loop, Set<Follower> staying, List<Follower> waiting, byte[] bytes) {
    int some = Math.min(AT_ONCE, waiting.size());
    waiting.subList(0, some).stream()
        .filter(staying::contains)
        .forEach(follower -> follower.send(bytes));
    List<Follower> rest = waiting.subList(some, waiting.size());
    if (!rest.isEmpty()) {
      loop.executeSoon(() -> tell(loop, staying, rest, bytes));
    }
  }

  /// How many clients follow.
  public int followers() {
    return count.get();
  }

  void join(Loop loop, Follower follower) {
    count.incrementAndGet();
    followers.computeIfAbsent(loop, _ -> new HashSet<>()).add(follower);
  }

  void leave(Loop loop, Follower follower) {
    Set<Follower> others = followers.getOrDefault(loop, Set.of());
    if (others.remove(follower)) {
      count.decrementAndGet();
    }
  }
}
