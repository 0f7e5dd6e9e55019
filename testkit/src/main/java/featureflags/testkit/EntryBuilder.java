package featureflags.testkit;

import featureflags.catalog.Details;
import featureflags.catalog.Draft;
import featureflags.catalog.Entry;
import featureflags.catalog.SampleRate;
import featureflags.catalog.State;
import featureflags.engine.Flag;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Builds a stored flag: `entry(flag("checkout").build()).owner("payments").version(3).build()`.
///
/// Unless told otherwise it is the first version, in use, made at [#CREATED], with the key as its
/// name and nothing else said about it. Each later version is a minute younger.
public final class EntryBuilder {
  /// When the first version was made.
  public static final Instant CREATED = Instant.parse("2026-01-02T03:04:05.678Z");

  private final Flag flag;
  private final List<String> tags = new ArrayList<>();
  private String name;
  private String description = "";
  private String owner = "";
  private SampleRate auditSampleRate = SampleRate.ALL;
  private int version = 1;
  private boolean archived;

  private EntryBuilder(Flag flag) {
    this.flag = flag;
    this.name = flag.key();
  }

  /// A stored flag.
  public static EntryBuilder entry(Flag flag) {
    return new EntryBuilder(flag);
  }

  /// The first version of a flag that is nothing but a key.
  public static EntryBuilder entry(String flagKey) {
    return entry(FlagBuilder.flag(flagKey).build());
  }

  /// Sets the title.
  public EntryBuilder name(String text) {
    this.name = text;
    return this;
  }

  /// Sets what the flag is for.
  public EntryBuilder description(String text) {
    this.description = text;
    return this;
  }

  /// Adds tags.
  public EntryBuilder tags(String... words) {
    tags.addAll(List.of(words));
    return this;
  }

  /// Sets who answers for the flag.
  public EntryBuilder owner(String text) {
    this.owner = text;
    return this;
  }

  /// Sets which share of evaluations the trail keeps one by one.
  public EntryBuilder auditSampleRate(double share) {
    this.auditSampleRate = new SampleRate(share);
    return this;
  }

  /// Sets the version, from 1.
  public EntryBuilder version(int number) {
    this.version = number;
    return this;
  }

  /// Takes the flag out of use.
  public EntryBuilder archived() {
    this.archived = true;
    return this;
  }

  /// What a person would have written.
  public Draft draft() {
    return new Draft(flag, new Details(name, description, tags, owner, auditSampleRate));
  }

  /// The stored flag.
  public Entry build() {
    Instant updated = CREATED.plus(Duration.ofMinutes(version - 1L));
    State state = archived ? new State.Archived(updated) : new State.Active();
    return new Entry(flag, draft().details(), version, CREATED, updated, state);
  }
}
