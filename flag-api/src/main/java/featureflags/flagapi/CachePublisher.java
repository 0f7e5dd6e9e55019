package featureflags.flagapi;

import featureflags.catalog.Announcement;
import featureflags.catalog.Delta;
import featureflags.catalog.Scope;
import featureflags.catalog.Unavailable;
import featureflags.chassis.Log;
import featureflags.chassis.Threads;
import featureflags.postgres.SnapshotSource;
import featureflags.redis.ChangeChannel;
import featureflags.redis.SnapshotCache;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Brings the cache to the revisions of the database and announces them: at once when a change was
/// committed here, and every second whatever happened, so that what a crash or an outage of Redis
/// left behind is made good, by this process or by another.
///
/// It always asks what changed behind the revision that the cache has. So a change can neither be
/// left out nor overtaken by an older one, however many processes publish.
final class CachePublisher implements AutoCloseable {
  private static final Log LOG = Log.of(CachePublisher.class);
  private static final long CHECK_MILLIS = 1_000;

  private final SnapshotSource source;
  private final SnapshotCache cache;
  private final ChangeChannel channel;
  private final BlockingQueue<Scope> committed = new LinkedBlockingQueue<>();
  private final Thread thread;
  private volatile boolean closing;
  private boolean away;

  private CachePublisher(SnapshotSource source, SnapshotCache cache, ChangeChannel channel) {
    this.source = source;
    this.cache = cache;
    this.channel = channel;
    this.thread = Thread.ofVirtual().name("cache-publisher").unstarted(this::run);
  }

  static CachePublisher start(SnapshotSource source, SnapshotCache cache, ChangeChannel channel) {
    var publisher = new CachePublisher(source, cache, channel);
    publisher.thread.start();
    return publisher;
  }

  /// A change was committed here. Returns at once.
  void committed(Scope scope) {
    committed.add(scope);
  }

  private void run() {
    long nextCheck = System.nanoTime();
    while (!closing) {
      try {
        long wait = nextCheck - System.nanoTime();
        Scope first = committed.poll(Math.max(wait, 0), TimeUnit.NANOSECONDS);
        if (first == null) {
          nextCheck = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CHECK_MILLIS);
          publishAll();
        } else {
          publish(drained(first));
        }
        arrived();
      } catch (Unavailable e) {
        missed(e);
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        failed(e); // whatever it was, the next check makes good what it left out
      }
    }
  }

  private Set<Scope> drained(Scope first) {
    var scopes = new HashSet<Scope>();
    scopes.add(first);
    committed.drainTo(scopes);
    return scopes;
  }

  private void publishAll() {
    Map<Scope, Long> cached = cache.revisions();
    source
        .revisions()
        .forEach((scope, revision) -> {
          if (!cached.containsKey(scope) || cached.get(scope) < revision) {
            publish(scope, cached.getOrDefault(scope, 0L));
          }
        });
  }

  private void publish(Set<Scope> scopes) {
    Map<Scope, Long> cached = cache.revisions();
    scopes.forEach(scope -> publish(scope, cached.getOrDefault(scope, 0L)));
  }

  private void publish(Scope scope, long cached) {
    source.newerThan(scope, cached).ifPresent(this::publish);
  }

  private void publish(Delta delta) {
    switch (cache.apply(delta)) {
      case APPLIED -> channel.publish(new Announcement.Carried(delta));
      case ALREADY_THERE -> {} // another process was faster, and announced it
      case GAP -> publish(delta.scope(), 0); // it has lost the flags, if not the revision: all anew
    }
  }

  private void failed(RuntimeException e) {
    if (!away) {
      away = true;
      LOG.error("cache-publisher-failed", e);
    }
  }

  private void arrived() {
    if (away) {
      away = false;
      LOG.info("cache-reached");
    }
  }

  private void missed(Unavailable e) {
    if (!away) {
      away = true;
      LOG.warning("cache-not-reached", "store", e.store(), "why", e.why());
    }
  }

  @Override
  public void close() {
    closing = true;
    thread.interrupt();
    Threads.awaitEnd(thread);
  }
}
