package featureflags.redis;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Events as one entry of the stream, and who wants to know what becomes of them.
final class Packed {
  private final byte[] payload;
  private final int events;
  private final List<CompletableFuture<Fate>> receipts;

  Packed(byte[] payload, int events, List<CompletableFuture<Fate>> receipts) {
    this.payload = payload;
    this.events = events;
    this.receipts = receipts;
  }

  byte[] payload() {
    return payload;
  }

  int events() {
    return events;
  }

  void tell(Fate fate) {
    receipts.forEach(receipt -> receipt.complete(fate));
  }
}
