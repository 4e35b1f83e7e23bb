package dev.punchpost.kiosk.control;

import dev.punchpost.hal.credential.CredentialId;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.ledger.Draft;
import dev.punchpost.kiosk.ledger.EntryHash;
import dev.punchpost.kiosk.ledger.LedgerHead;
import dev.punchpost.kiosk.ledger.LedgerId;
import dev.punchpost.kiosk.ledger.StoredEntry;
import dev.punchpost.kiosk.roster.Worker;
import dev.punchpost.kiosk.roster.WorkerId;
import dev.punchpost.kiosk.store.EntryRetirement;
import dev.punchpost.kiosk.store.Access;
import dev.punchpost.kiosk.store.AccessStore;
import dev.punchpost.kiosk.store.FingerStore;
import dev.punchpost.kiosk.store.LastPunch;
import dev.punchpost.kiosk.store.LedgerReader;
import dev.punchpost.kiosk.store.LedgerRow;
import dev.punchpost.kiosk.store.LedgerWriter;
import dev.punchpost.kiosk.store.MemoryPunchStore;
import dev.punchpost.kiosk.store.MemorySetAsideList;
import dev.punchpost.kiosk.store.Outbox;
import dev.punchpost.kiosk.store.PunchHistory;
import dev.punchpost.kiosk.store.PunchStore;
import dev.punchpost.kiosk.store.RosterStore;
import dev.punchpost.kiosk.timeline.Timeline;
import dev.punchpost.kiosk.store.SetAsideList;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/// A store in memory, as much of one as the commands need. Entries are made up as they are read, so that a million of
/// them need no memory.
public final class FakePunchStore
    implements
      PunchStore,
      LedgerWriter,
      Outbox,
      RosterStore,
      LedgerReader,
      EntryRetirement {
  public static final LedgerId LEDGER = new LedgerId(UUID.fromString("0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee"));

  /// What was appended and committed by the commands themselves.
  public final List<Content> appended = new ArrayList<>();
  public final AtomicInteger closed = new AtomicInteger();
  public final MemorySetAsideList setAside = new MemorySetAsideList();
  private final List<Content> unit = new ArrayList<>();
  private final TreeMap<String, Worker> roster = new TreeMap<>();
  private final long punches;
  private long version;
  private Optional<SiteVersion> site = Optional.empty();

  /// @param punches how many there are, one a second from 2026-11-20T07:00:00Z; every third is a tap of a stranger
  public FakePunchStore(long punches) {
    this.punches = punches;
  }

  private static StoredEntry entry(long seq) {
    Instant time = time(seq);
    boolean stranger = seq % 3 == 0;
    String data = stranger
        ? "\"reason\":\"UNKNOWN_BADGE\",\"reader\":\"front\""
        : "\"kind\":\"IN\",\"worker\":\"-100" + seq % 7 + "\",\"reader\":\"front\",\"credential\":\"em\","
            + "\"flags\":[\"PREVIOUS_OUT_MISSING\"],\"later\":{\"a\":[1,{\"b\":2}]}";
    String body = "{\"data\":{\"clock\":\"SYNCHRONISED\"," + data + ",\"recordedAt\":\"" + time + "\",\"seq\":" + seq
        + ",\"uncertaintyMs\":null,\"zone\":\"Europe/Madrid\"},\"time\":\"" + time + "\"}";
    return new StoredEntry(seq, new dev.punchpost.kiosk.ledger.EntryId(new UUID(0x0190aaaabbbb7cccL, seq)),
        stranger ? "dev.punchpost.tap.unidentified.v1" : Content.Punch.TYPE, body);
  }

  private static Instant time(long seq) {
    return Instant.parse("2026-11-20T07:00:00Z").plusSeconds(seq - 1);
  }

  @Override
  public LedgerId ledger() {
    return LEDGER;
  }

  @Override
  public LedgerWriter writer() {
    return this;
  }

  @Override
  public Outbox outbox() {
    return this;
  }

  @Override
  public RosterStore roster() {
    return this;
  }

  @Override
  public LedgerReader reader() {
    return this;
  }

  @Override
  public EntryRetirement retirement() {
    return this;
  }

  @Override
  public LedgerHead head() {
    return new LedgerHead(LEDGER, punches, EntryHash.genesis(LEDGER));
  }

  @Override
  public long retiredThrough() {
    return 0;
  }

  @Override
  public long oldest() {
    return 1;
  }

  @Override
  public int removeSome(int limit) {
    return 0;
  }

  @Override
  public void forEachRow(long first, long last, Predicate<LedgerRow> more) {
    for (long seq = Math.max(1, first); seq <= Math.min(last, punches); seq++) {
      StoredEntry entry = entry(seq);
      if (!more.test(new LedgerRow(seq, entry.id().toString(), entry.type(), time(seq).getEpochSecond() * 1_000_000,
          entry.body()))) {
        return;
      }
    }
  }

  @Override
  public OptionalLong firstAt(Instant time) {
    return LongStream.rangeClosed(1, punches).filter(seq -> !time(seq).isBefore(time)).findFirst();
  }

  @Override
  public OptionalLong lastBefore(Instant time) {
    return LongStream.rangeClosed(1, punches).filter(seq -> time(seq).isBefore(time)).max();
  }

  @Override
  public PunchHistory history() {
    return new MemoryPunchStore(new MemoryPunchStore.Medium()).history();
  }

  @Override
  public FingerStore fingers() {
    return FingerStore.NONE;
  }

  @Override
  public AccessStore access() {
    return _ -> Access.NONE;
  }

  @Override
  public long committedThrough() {
    return punches;
  }

  @Override
  public long sentThrough() {
    return 0;
  }

  @Override
  public void markSent(long through) {}

  @Override
  public SetAsideList setAside() {
    return setAside;
  }

  @Override
  public boolean closedCleanly() {
    return true;
  }

  @Override
  public void close() {
    closed.incrementAndGet();
  }

  @Override
  public Optional<Worker> workerFor(CredentialId badge) {
    return roster.values().stream().filter(worker -> worker.credentials().contains(badge)).findAny();
  }

  @Override
  public Set<String> roles(Worker worker) {
    return worker.roles();
  }

  @Override
  public Optional<LastPunch> lastPunch(WorkerId worker) {
    return Optional.empty();
  }

  @Override
  public StoredEntry append(Draft draft) {
    unit.add(draft.content());
    return new StoredEntry(punches + appended.size() + unit.size(), draft.id(), draft.content().type(), "{}");
  }

  @Override
  public void commit() {
    appended.addAll(unit);
    unit.clear();
  }

  @Override
  public void rollback() {
    unit.clear();
  }

  @Override
  public long deliveredThrough() {
    return Math.max(0, punches - 2);
  }

  @Override
  public void markDelivered(long through) {
    throw new UnsupportedOperationException("no command does this");
  }

  @Override
  public List<StoredEntry> after(long seq, int limit) {
    throw new UnsupportedOperationException("no command does this");
  }

  @Override
  public List<Worker> workers() {
    return List.copyOf(roster.values());
  }

  @Override
  public int activeWorkers() {
    return (int) workers().stream().filter(Worker::active).count();
  }

  @Override
  public int removeSomeLeftovers() {
    return 0;
  }

  @Override
  public Applied apply(List<Worker> workers, boolean merge) {
    if (!merge) {
      roster.replaceAll((_, w) -> new Worker(w.id(), w.name(), w.language(), w.roles(), false, w.credentials()));
    }
    workers.forEach(worker -> roster.put(worker.id().value(), worker));
    version++;
    List<Worker> active = roster.values().stream().filter(Worker::active).toList();
    return new Applied(version, active.size(), active.stream().mapToInt(worker -> worker.credentials().size()).sum());
  }

  @Override
  public void scrub() {
    // Nothing of a removed row is left in memory.
  }

  @Override
  public Applied applyFromSite(List<Worker> workers, SiteVersion from) {
    site = Optional.of(from);
    return apply(workers, false);
  }

  @Override
  public Optional<String> toldSite() {
    return Optional.empty();
  }

  @Override
  public Optional<SiteVersion> site() {
    return site;
  }

  @Override
  public List<StoredEntry> range(long first, long last) {
    return LongStream.rangeClosed(first, Math.min(last, punches)).mapToObj(FakePunchStore::entry).toList();
  }

  @Override
  public SortedMap<String, LastPunch> lastPunches(String after, int limit) {
    return new TreeMap<>();
  }

  @Override
  public long version() {
    return version;
  }

  @Override
  public void forEach(long fromSeq, Optional<Instant> from, Optional<Instant> to, Consumer<StoredEntry> consumer) {
    LongStream.rangeClosed(fromSeq, punches)
        .filter(seq -> from.map(start -> !time(seq).isBefore(start)).orElse(true)
            && to.map(end -> time(seq).isBefore(end)).orElse(true))
        .forEach(seq -> consumer.accept(entry(seq)));
  }

  @Override
  public void forEach(long firstSeq, long lastSeq, Consumer<StoredEntry> consumer) {
    LongStream.rangeClosed(Math.max(1, firstSeq), Math.min(punches, lastSeq))
        .forEach(seq -> consumer.accept(entry(seq)));
  }

  @Override
  public Optional<Span> recordedIn(Optional<Instant> from, Optional<Instant> to) {
    return punches == 0 ? Optional.empty() : Optional.of(new Span(1, punches));
  }

  @Override
  public Timeline timeline() {
    return new Timeline(List.of(), List.of(), punches);
  }

  @Override
  public Timeline timeline(String bootId) {
    return timeline();
  }
}
