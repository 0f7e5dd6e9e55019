package featureflags.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import featureflags.catalog.Unavailable;
import io.lettuce.core.Consumer;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAutoClaimArgs;
import io.lettuce.core.XGroupCreateArgs;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.XTrimArgs;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.models.stream.PendingMessage;
import io.lettuce.core.models.stream.PendingMessages;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The evaluation stream as the audit-workers read it: one consumer group, in which each entry goes
/// to one worker and stays pending until that worker acknowledges it.
///
/// The group is made when it is missing, also after Redis lost its data. All calls may come from
/// any thread, but [#read] is one at a time: it has a connection of its own.
public final class EvaluationStream implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(EvaluationStream.class.getName());
  private static final String START = "0-0";

  private final Redis redis;
  private final Line reading;

  /// The stream on that server.
  public EvaluationStream(Redis redis) {
    this.redis = redis;
    this.reading = redis.line();
  }

  /// Entries that no worker has read, oldest first; empty when none came in time.
  ///
  /// When it fails, Redis may have handed out entries that never arrived here: read [#pending]
  /// before reading on.
  ///
  /// @param worker the name of this worker, the same after a restart
  /// @param count how many at most
  /// @param patience how long to wait for the first; at least a millisecond
  /// @throws Unavailable when Redis does not answer
  public List<StreamEntry> read(String worker, int count, Duration patience) {
    var arguments = XReadArgs.Builder.count(count).block(patience);
    return entries(
        inGroup(() ->
            reading.call(
                commands -> read(commands, worker, arguments, ">"),
                patience.plus(redis.deadline()))));
  }

  /// Entries that this worker has read but not acknowledged, oldest first: what it must do first
  /// after a restart or a failed read.
  ///
  /// @throws Unavailable when Redis does not answer
  public List<StreamEntry> pending(String worker, int count) {
    var arguments = XReadArgs.Builder.count(count);
    return entries(inGroup(() -> redis.call(commands -> read(commands, worker, arguments, START))));
  }

  /// Takes over entries that some worker, perhaps a dead one, has left unacknowledged for long.
  ///
  /// @param idle since when nobody was given the entry; well above what a batch takes, since the
  ///   entries of a slow worker are taken as well, this one's included
  /// @throws Unavailable when Redis does not answer
  public List<StreamEntry> claim(String worker, Duration idle, int count) {
    String from = START;
    do {
      var arguments =
          XAutoClaimArgs.Builder.xautoclaim(Consumer.from(Keys.AUDIT, worker), idle, from)
              .count(count);
      var claimed =
          inGroup(() -> redis.call(commands -> commands.xautoclaim(Keys.EVALUATIONS, arguments)));
      List<StreamEntry> entries = entries(claimed.getMessages());
      if (!entries.isEmpty()) {
        return entries;
      }
      from = claimed.getId();
    } while (!from.equals(START));
    return List.of();
  }

  /// How often an entry was handed to a worker; 0 when it is not pending.
  ///
  /// @throws Unavailable when Redis does not answer
  public long deliveries(String id) {
    List<PendingMessage> found =
        inGroup(() ->
            redis.call(commands ->
                commands.xpending(
                    Keys.EVALUATIONS, Keys.AUDIT, Range.create(id, id), Limit.from(1))));
    return found.stream().mapToLong(PendingMessage::getRedeliveryCount).sum();
  }

  /// Adds an entry as it is.
  ///
  /// @return its id
  /// @throws Unavailable when Redis does not answer: it may be in the stream all the same
  public String add(byte[] payload) {
    return redis.call(commands -> add(commands, payload));
  }

  static RedisFuture<String> add(RedisAsyncCommands<String, byte[]> commands, byte[] payload) {
    return commands.xadd(Keys.EVALUATIONS, Map.of(Keys.EVENTS, payload));
  }

  /// Says that the events of these entries are stored.
  ///
  /// @throws Unavailable when Redis does not answer: acknowledge again, or the entries come again
  public void acknowledge(List<String> ids) {
    if (!ids.isEmpty()) {
      redis.call(
          commands -> commands.xack(Keys.EVALUATIONS, Keys.AUDIT, ids.toArray(String[]::new)));
    }
  }

  /// Removes what all workers together have stored, but for the last entry. Entries go by their id,
  /// never by how many there are.
  ///
  /// @return how many were removed
  /// @throws Unavailable when Redis does not answer
  public long trim() {
    // The order matters. Whatever has an id up to `delivered` was handed out before the first
    // question, so at the second it is either pending, and seen, or acknowledged. Entries handed
    // out in between lie above `delivered`. Asked the other way round, an entry could be handed
    // out between the two, pending though unseen, and yet below `delivered`.
    Optional<String> delivered = group().map(group -> group.text("last-delivered-id"));
    if (delivered.isEmpty()) {
      return 0;
    }
    PendingMessages pending =
        inGroup(() -> redis.call(commands -> commands.xpending(Keys.EVALUATIONS, Keys.AUDIT)));
    String limit =
        pending.getCount() == 0
            ? delivered.orElseThrow()
            : EntryId.smaller(
                delivered.orElseThrow(), pending.getMessageIds().getLower().getValue());
    return redis.call(commands ->
        commands.xtrim(Keys.EVALUATIONS, XTrimArgs.Builder.minId(limit).exactTrimming()));
  }

  /// How much the workers have before them.
  ///
  /// @throws Unavailable when Redis does not answer
  public Backlog backlog() {
    long length = redis.call(commands -> commands.xlen(Keys.EVALUATIONS));
    return group()
        .map(group ->
            new Backlog(
                length, group.number("lag").orElse(length), group.number("pending").orElse(0L)))
        .orElse(new Backlog(length, length, 0));
  }

  /// How long the oldest entry has waited that is not acknowledged; zero when there is none. By
  /// Redis' own clock, which gave the entry its id.
  ///
  /// @throws Unavailable when Redis does not answer
  public Duration oldestWaiting() {
    Optional<GroupInfo> group = group();
    boolean pending = group.flatMap(each -> each.number("pending")).orElse(0L) > 0;
    Optional<String> oldest = pending ? oldestPending() : firstBehind(group);
    return oldest.map(id -> age(EntryId.of(id))).orElse(Duration.ZERO);
  }

  /// Empty when it was acknowledged meanwhile.
  private Optional<String> oldestPending() {
    PendingMessages pending =
        inGroup(() -> redis.call(commands -> commands.xpending(Keys.EVALUATIONS, Keys.AUDIT)));
    return pending.getCount() == 0
        ? Optional.empty()
        : Optional.of(pending.getMessageIds().getLower().getValue());
  }

  private Optional<String> firstBehind(Optional<GroupInfo> group) {
    String delivered = group.map(each -> each.text("last-delivered-id")).orElse(START);
    var behind =
        Range.from(Range.Boundary.excluding(delivered), Range.Boundary.<String>unbounded());
    return redis.call(commands -> commands.xrange(Keys.EVALUATIONS, behind, Limit.from(1))).stream()
        .map(StreamMessage::getId)
        .findFirst();
  }

  private Duration age(EntryId entry) {
    List<byte[]> secondsAndMicros = redis.call(RedisAsyncCommands::time);
    long now =
        number(secondsAndMicros.getFirst()) * 1_000 + number(secondsAndMicros.getLast()) / 1_000;
    return Duration.ofMillis(Math.max(0, now - entry.milliseconds()));
  }

  private static long number(byte[] text) {
    return Long.parseLong(new String(text, US_ASCII));
  }

  private Optional<GroupInfo> group() {
    return GroupInfo.find(
        inGroup(() -> redis.call(commands -> commands.xinfoGroups(Keys.EVALUATIONS))), Keys.AUDIT);
  }

  @SuppressWarnings("unchecked") // the driver takes its streams as generic varargs
  private static RedisFuture<List<StreamMessage<String, byte[]>>> read(
      RedisAsyncCommands<String, byte[]> commands,
      String worker,
      XReadArgs arguments,
      String from) {
    return commands.xreadgroup(
        Consumer.from(Keys.AUDIT, worker), arguments, StreamOffset.from(Keys.EVALUATIONS, from));
  }

  private <T> T inGroup(Supplier<T> command) {
    try {
      return command.get();
    } catch (Unavailable e) {
      if (!groupIsMissing(e)) {
        throw e;
      }
    }
    createGroup();
    return command.get();
  }

  private static boolean groupIsMissing(Unavailable e) {
    return says(e, "NOGROUP") || says(e, "ERR no such key");
  }

  private static boolean says(Unavailable e, String beginning) {
    return e.getCause() instanceof RedisCommandExecutionException refused
        && String.valueOf(refused.getMessage()).startsWith(beginning);
  }

  private void createGroup() {
    try {
      redis.call(commands ->
          commands.xgroupCreate(
              StreamOffset.from(Keys.EVALUATIONS, START),
              Keys.AUDIT,
              XGroupCreateArgs.Builder.mkstream()));
    } catch (Unavailable e) {
      if (!says(e, "BUSYGROUP")) {
        throw e;
      }
    }
  }

  /// What is pending but gone from the stream cannot be stored any more: it is acknowledged, so
  /// that it does not come again.
  private List<StreamEntry> entries(List<StreamMessage<String, byte[]>> messages) {
    var entries = new ArrayList<StreamEntry>(messages.size());
    var gone = new ArrayList<String>();
    for (var message : messages) {
      Map<String, byte[]> fields = message.getBody();
      if (fields == null || fields.isEmpty()) {
        gone.add(message.getId());
      } else {
        entries.add(new StreamEntry(message.getId(), payload(fields)));
      }
    }
    if (!gone.isEmpty()) {
      LOG.log(Level.WARNING, "event=stream-gone entries={0}", gone);
      acknowledge(gone);
    }
    return entries;
  }

  /// The events, or what somebody else has written there, which nobody takes for events.
  private static byte[] payload(Map<String, byte[]> fields) {
    byte[] events = fields.get(Keys.EVENTS);
    if (events != null) {
      return events;
    }
    return fields.entrySet().stream()
        .map(field -> field.getKey() + "=" + new String(field.getValue(), UTF_8))
        .collect(Collectors.joining("\n"))
        .getBytes(UTF_8);
  }

  /// Closes the connection of [#read].
  @Override
  public void close() {
    reading.close();
  }
}
