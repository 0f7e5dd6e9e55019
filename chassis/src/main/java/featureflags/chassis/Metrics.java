package featureflags.chassis;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleSupplier;
import java.util.stream.LongStream;

/// The figures of one service, as Prometheus reads them. Those of the JVM are there from the start.
///
/// Names are Micrometer's (`audit.dropped`); Prometheus sees `audit_dropped_total`.
public final class Metrics implements AutoCloseable {
  /// Upper bounds of the buckets of every timer, chosen around the promises: sub-millisecond
  /// evaluation, 250 ms from change to answer.
  private static final Duration[] BUCKETS = {
    Duration.ofNanos(250_000),
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(25),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5)
  };

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  /// Kept from the garbage collector: the registry holds them only weakly.
  private final List<DoubleSupplier> counts = new CopyOnWriteArrayList<>();

  private final JvmGcMetrics collector = new JvmGcMetrics();

  /// Metrics that hold only the JVM's own.
  public Metrics() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    collector.bindTo(registry);
  }

  /// A count that only grows.
  ///
  /// @param tags names and values by turns, of few different values each
  public Counter counter(String name, String doc, String... tags) {
    return Counter.builder(name).description(doc).tags(tags).register(registry);
  }

  /// A count that only grows and is kept elsewhere; it is read whenever somebody asks.
  ///
  /// @param tags names and values by turns, of few different values each
  public void count(String name, String doc, DoubleSupplier count, String... tags) {
    FunctionCounter.builder(name, count, DoubleSupplier::getAsDouble)
        .description(doc)
        .tags(tags)
        .register(registry);
    counts.add(count);
  }

  /// A figure that is read whenever somebody asks.
  ///
  /// @param tags names and values by turns, of few different values each
  public void gauge(String name, String doc, DoubleSupplier figure, String... tags) {
    Gauge.builder(name, figure::getAsDouble)
        .description(doc)
        .tags(tags)
        .strongReference(true)
        .register(registry);
  }

  /// How often and how long something takes, in buckets.
  ///
  /// @param tags names and values by turns, of few different values each
  public Timer timer(String name, String doc, String... tags) {
    return Timer.builder(name)
        .description(doc)
        .tags(tags)
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  /// How large something is each time, in buckets of powers of ten.
  ///
  /// @param largest the bound of the last bucket, a power of ten
  public DistributionSummary sizes(String name, String doc, long largest) {
    double[] bounds =
        LongStream.iterate(1, bound -> bound <= largest, bound -> bound * 10)
            .asDoubleStream()
            .toArray();
    return DistributionSummary.builder(name)
        .description(doc)
        .serviceLevelObjectives(bounds)
        .register(registry);
  }

  /// The registry, for libraries that bring their own figures.
  public MeterRegistry registry() {
    return registry;
  }

  /// Everything in Prometheus' text format 0.0.4.
  public String scrape() {
    return registry.scrape();
  }

  @Override
  public void close() {
    collector.close();
    registry.close();
  }
}
