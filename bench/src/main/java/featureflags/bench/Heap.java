package featureflags.bench;

import java.lang.ref.Reference;
import java.util.function.Supplier;

/// The memory that something holds on to.
final class Heap {
  private Heap() {}

  /// How many bytes are in use for what is made, when nothing else of its making is left.
  static long of(Supplier<?> making) {
    long before = used();
    Object made = making.get();
    try {
      return used() - before;
    } finally {
      Reference.reachabilityFence(made);
    }
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
