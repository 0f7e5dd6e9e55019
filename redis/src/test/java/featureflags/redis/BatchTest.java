package featureflags.redis;

import static org.assertj.core.api.Assertions.assertThat;

import featureflags.catalog.Evaluations;
import featureflags.engine.Value;
import featureflags.json.StreamEntryShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class BatchTest {
  private final Batch batch = new Batch();
  private final List<Packed> packed = new ArrayList<>();
  private final List<CompletableFuture<Fate>> refused = new ArrayList<>();

  @Test
  void smallEventsBecomeOneEntry() {
    pack(List.of(Events.event(0), Events.event(1), Events.event(2)));

    assertThat(packed).hasSize(1);
    assertThat(numbers()).containsExactly(0, 1, 2);
  }

  @Test
  void longEventsBecomeSeveralEntriesOfAnUpperSize() {
    var attributes = Map.<String, Value>of("long", new Value.Text("x".repeat(63 * 1024)));
    var events =
        Events.numbers(0, 500).stream().map(i -> Events.event(i, "u", attributes)).toList();

    pack(events);

    assertThat(numbers()).isEqualTo(Events.numbers(0, 500));
    assertThat(packed).allMatch(entry -> entry.payload().length <= Batch.MAX_BYTES);
    assertThat(packed).hasSizeLessThan(64);
    assertThat(packed.stream().mapToInt(Packed::events).sum()).isEqualTo(500);
  }

  @Test
  void aRequestForSeveralFlagsCountsAsSoManyEvents() {
    pack(List.of(Events.event(0), Events.events(1, 4)));

    assertThat(packed).singleElement().extracting(Packed::events).isEqualTo(4);
    assertThat(numbers()).containsExactly(0, 1, 2, 3);
  }

  @Test
  void anEventThatCannotBeWrittenIsRefusedAlone() {
    var events = new ArrayList<Evaluations>();
    for (int i = 0; i < 100; i++) {
      events.add(i == 37 ? Events.tooDeep(i) : Events.event(i));
    }

    var receipts = pack(events);

    assertThat(refused).containsExactly(receipts.get(37));
    assertThat(numbers()).hasSize(99).doesNotContain(37);
  }

  @Test
  void eachEntryTellsThoseWhoGaveItsEvents() {
    var receipts = pack(List.of(Events.event(0), Events.event(1)));

    packed.getFirst().tell(Fate.SPOOLED);

    assertThat(receipts).allMatch(receipt -> receipt.join() == Fate.SPOOLED);
  }

  @Test
  void aPackedBatchIsEmpty() {
    pack(List.of(Events.event(0)));
    packed.clear();

    batch.pack(packed::add, (_, receipt) -> refused.add(receipt));

    assertThat(packed).isEmpty();
  }

  private List<CompletableFuture<Fate>> pack(List<Evaluations> events) {
    var receipts = new ArrayList<CompletableFuture<Fate>>();
    for (var event : events) {
      var receipt = new CompletableFuture<Fate>();
      receipts.add(receipt);
      batch.add(event, receipt);
    }
    batch.pack(packed::add, (_, receipt) -> refused.add(receipt));
    return receipts;
  }

  private List<Integer> numbers() {
    return packed.stream()
        .flatMap(entry -> StreamEntryShape.unpack(entry.payload()).events().stream())
        .map(event -> (int) event.id().getLeastSignificantBits())
        .toList();
  }
}
