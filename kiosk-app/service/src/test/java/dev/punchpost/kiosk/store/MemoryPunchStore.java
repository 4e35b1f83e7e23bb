package dev.punchpost.kiosk.store;

import dev.punchpost.hal.credential.CredentialId;
import dev.punchpost.kiosk.ledger.BadgeKey;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.ledger.Draft;
import dev.punchpost.kiosk.ledger.EntryBody;
import dev.punchpost.kiosk.ledger.ChainedBody;
import dev.punchpost.kiosk.ledger.LedgerHead;
import dev.punchpost.kiosk.ledger.LedgerId;
import dev.punchpost.kiosk.ledger.StoredEntry;
import dev.punchpost.kiosk.roster.Worker;
import dev.punchpost.kiosk.roster.WorkerId;
import dev.punchpost.kiosk.timeline.Stretch;
import dev.punchpost.kiosk.timeline.TimeCorrection;
import dev.punchpost.kiosk.timeline.Timeline;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A store in memory that keeps the contract, for tests of what stands on a store. Any step can be made to fail.
/// Thread-safe.
public final class MemoryPunchStore implements PunchStore {
  /// What stays when a store is closed and opened again.
  public static final class Medium {
    private final LedgerId ledger = new LedgerId(UUID.randomUUID());
    private final List<StoredEntry> entries = new ArrayList<>();
    private final List<Instant> times = new ArrayList<>();
    private final MemoryBeside beside = new MemoryBeside();
    private final List<Stretch> stretches = new ArrayList<>();
    private final TreeMap<Long, TimeCorrection> corrections = new TreeMap<>();
    private List<Worker> roster = List.of();
    private long rosterVersion;
    private Optional<RosterStore.SiteVersion> site = Optional.empty();
    private long mark;
    private LedgerHead head = LedgerHead.empty(ledger);
    private long removed;
    private long retiredThrough;
    private long sent;
    private final MemorySetAsideList setAside = new MemorySetAsideList();
  }

  private final Medium medium;
  private final EntryBody body;
  private final boolean closedCleanly;
  private final List<StoredEntry> unit = new ArrayList<>();
  private Optional<LedgerHead> unitHead = Optional.empty();
  private long unitRetired;
  private final List<Instant> unitTimes = new ArrayList<>();
  private MemoryBeside unitBeside;
  private final List<Stretch> unitStretches = new ArrayList<>();
  private final TreeMap<Long, TimeCorrection> unitCorrections = new TreeMap<>();
  private Optional<StoreException.Kind> appendFault = Optional.empty();
  private Optional<StoreException.Kind> commitFault = Optional.empty();

  public MemoryPunchStore(Medium medium) {
    this(medium, "door-1");
  }

  /// @param terminal of the site plant-a
  public MemoryPunchStore(Medium medium, String terminal) {
    this.medium = medium;
    this.body = new EntryBody(medium.ledger, "plant-a", terminal, ZoneId.of("Europe/Madrid"),
        new BadgeKey(new byte[BadgeKey.LENGTH]));
    this.unitBeside = medium.beside.copy();
    this.closedCleanly = medium.entries.reversed().stream().map(StoredEntry::type)
        .filter(type -> type.startsWith("dev.punchpost.service.")).findFirst()
        .map(new Content.ServiceStopped().type()::equals).orElse(true);
  }

  /// Lets every append fail from now on; empty lets it work again.
  public synchronized void failAppends(Optional<StoreException.Kind> kind) {
    appendFault = kind;
  }

  /// Lets every commit fail from now on; empty lets it work again.
  public synchronized void failCommits(Optional<StoreException.Kind> kind) {
    commitFault = kind;
  }

  @Override
  public LedgerId ledger() {
    return medium.ledger;
  }

  @Override
  public LedgerWriter writer() {
    return new Writer();
  }

  @Override
  public Outbox outbox() {
    return new MemoryOutbox();
  }

  @Override
  public RosterStore roster() {
    return new MemoryRoster();
  }

  @Override
  public synchronized LedgerReader reader() {
    return new Reader();
  }

  @Override
  public PunchHistory history() {
    return new MemoryHistory();
  }

  @Override
  public FingerStore fingers() {
    return FingerStore.NONE;
  }

  @Override
  public AccessStore access() {
    return worker -> {
      synchronized (this) {
        return medium.beside.access(worker);
      }
    };
  }

  @Override
  public synchronized long committedThrough() {
    return medium.removed + medium.entries.size();
  }

  @Override
  public synchronized LedgerHead head() {
    return medium.head;
  }

  @Override
  public EntryRetirement retirement() {
    return new Retirement();
  }

  @Override
  public boolean closedCleanly() {
    return closedCleanly;
  }

  @Override
  public synchronized void close() {
    dropUnit();
  }

  private final class Reader implements LedgerReader {
    @Override
    public void forEach(long fromSeq, Optional<Instant> from, Optional<Instant> to, Consumer<StoredEntry> consumer) {
      MemoryPunchStore.this.forEach(fromSeq, from, to, consumer);
    }

    @Override
    public void forEach(long firstSeq, long lastSeq, Consumer<StoredEntry> consumer) {
      MemoryPunchStore.this.forEach(firstSeq, Optional.empty(), Optional.empty(), entry -> {
        if (entry.seq() <= lastSeq) {
          consumer.accept(entry);
        }
      });
    }

    @Override
    public List<StoredEntry> range(long first, long last) {
      synchronized (MemoryPunchStore.this) {
        return medium.entries.stream().filter(entry -> entry.seq() >= first && entry.seq() <= last).toList();
      }
    }

    @Override
    public SortedMap<String, LastPunch> lastPunches(String after, int limit) {
      synchronized (MemoryPunchStore.this) {
        SortedMap<String, LastPunch> page = new TreeMap<>();
        medium.beside.last.forEach((worker, punch) -> {
          if (worker.value().compareTo(after) > 0) {
            page.put(worker.value(), punch);
          }
        });
        while (page.size() > limit) {
          page.remove(page.lastKey());
        }
        return page;
      }
    }

    @Override
    public void forEachRow(long first, long last, Predicate<LedgerRow> more) {
      synchronized (MemoryPunchStore.this) {
        for (int i = 0; i < medium.entries.size(); i++) {
          StoredEntry entry = medium.entries.get(i);
          if (entry.seq() >= first && entry.seq() <= last && !more.test(new LedgerRow(entry.seq(),
              entry.id().toString(), entry.type(), ChronoUnit.MICROS.between(Instant.EPOCH, medium.times.get(i)),
              entry.body()))) {
            return;
          }
        }
      }
    }

    @Override
    public OptionalLong firstAt(Instant time) {
      synchronized (MemoryPunchStore.this) {
        return IntStream.range(0, medium.entries.size()).filter(i -> !medium.times.get(i).isBefore(time))
            .mapToLong(i -> medium.entries.get(i).seq()).findFirst();
      }
    }

    @Override
    public OptionalLong lastBefore(Instant time) {
      synchronized (MemoryPunchStore.this) {
        return IntStream.range(0, medium.entries.size()).filter(i -> medium.times.get(i).isBefore(time))
            .mapToLong(i -> medium.entries.get(i).seq()).max();
      }
    }

    @Override
    public Optional<Span> recordedIn(Optional<Instant> from, Optional<Instant> to) {
      List<Long> found = new ArrayList<>();
      MemoryPunchStore.this.forEach(1, from, to, entry -> found.add(entry.seq()));
      return found.isEmpty() ? Optional.empty() : Optional.of(new Span(found.getFirst(), found.getLast()));
    }

    @Override
    public Timeline timeline() {
      synchronized (MemoryPunchStore.this) {
        return new Timeline(medium.stretches, medium.corrections.values().stream().toList(), committedThrough());
      }
    }
  }

  private synchronized void forEach(long fromSeq, Optional<Instant> from, Optional<Instant> to,
      Consumer<StoredEntry> consumer) {
    for (int i = 0; i < medium.entries.size(); i++) {
      Instant time = medium.times.get(i);
      if (medium.entries.get(i).seq() >= fromSeq && from.map(start -> !time.isBefore(start)).orElse(true)
          && to.map(time::isBefore).orElse(true)) {
        consumer.accept(medium.entries.get(i));
      }
    }
  }

  private synchronized void dropUnit() {
    unit.clear();
    unitHead = Optional.empty();
    unitRetired = 0;
    unitTimes.clear();
    unitBeside = medium.beside.copy();
    unitStretches.clear();
    unitCorrections.clear();
  }

  private synchronized void failIf(Optional<StoreException.Kind> fault) {
    if (fault.isPresent()) {
      dropUnit();
      throw new StoreException(fault.get(), "made to fail", null);
    }
  }

  private final class Writer implements LedgerWriter {
    @Override
    public Optional<Worker> workerFor(CredentialId badge) {
      synchronized (MemoryPunchStore.this) {
        return medium.roster.stream().filter(worker -> worker.credentials().contains(badge)).findFirst()
            .map(w -> new Worker(w.id(), w.name(), w.language(), w.roles(), w.active(), List.of()));
      }
    }

    @Override
    public Set<String> roles(Worker worker) {
      return medium.beside.access(worker.id()).roles(worker.roles());
    }

    @Override
    public Optional<LastPunch> lastPunch(WorkerId worker) {
      synchronized (MemoryPunchStore.this) {
        return unitBeside.lastPunch(worker);
      }
    }

    @Override
    public StoredEntry append(Draft draft) {
      synchronized (MemoryPunchStore.this) {
        failIf(appendFault);
        long seq = head().seq() + 1;
        Stretch stretch = Stretch.of(stretches().isEmpty() ? Optional.empty() : Optional.of(stretches().getLast()), seq,
            draft.at());
        if (stretch.firstSeq() == seq) {
          unitStretches.add(stretch);
        }
        ChainedBody text = body.chained(seq, stretch.boot(), draft, head().hash());
        StoredEntry entry = new StoredEntry(seq, draft.id(), draft.content().type(), text.text());
        unitHead = Optional.of(new LedgerHead(medium.ledger, seq, text.hash()));
        if (draft.content() instanceof Content.Retired retired) {
          unitRetired = retired.last();
        }
        unit.add(entry);
        unitTimes.add(draft.at().wall());
        unitBeside.keep(seq, draft);
        if (draft.content() instanceof Content.TimeCorrected time) {
          unitCorrections.put(seq, new TimeCorrection(seq, time.firstSeq(), time.lastSeq(), time.offsetUs(),
              time.uncertaintyMs(), draft.at().monotonicUs()));
        }
        return entry;
      }
    }

    private List<Stretch> stretches() {
      return Stream.concat(medium.stretches.stream(), unitStretches.stream()).toList();
    }

    @Override
    public Timeline timeline(String bootId) {
      synchronized (MemoryPunchStore.this) {
        List<Stretch> boot = stretches().stream().filter(stretch -> stretch.bootId().equals(bootId)).toList();
        long first = boot.isEmpty() ? Long.MAX_VALUE : boot.getFirst().firstSeq();
        TreeMap<Long, TimeCorrection> all = new TreeMap<>(medium.corrections);
        all.putAll(unitCorrections);
        return new Timeline(boot, List.copyOf(all.tailMap(first).values()), head().seq());
      }
    }

    @Override
    public LedgerHead head() {
      synchronized (MemoryPunchStore.this) {
        return unitHead.orElse(medium.head);
      }
    }

    @Override
    public void commit() {
      synchronized (MemoryPunchStore.this) {
        failIf(commitFault);
        medium.head = head();
        medium.retiredThrough = Math.max(medium.retiredThrough, unitRetired);
        medium.entries.addAll(unit);
        medium.times.addAll(unitTimes);
        medium.beside.take(unitBeside);
        medium.roster = medium.roster.stream().filter(worker -> !unitBeside.erased(worker.id())).toList();
        medium.stretches.addAll(unitStretches);
        medium.corrections.putAll(unitCorrections);
        dropUnit();
      }
    }

    @Override
    public void rollback() {
      dropUnit();
    }
  }

  private final class Retirement implements EntryRetirement {
    @Override
    public long retiredThrough() {
      synchronized (MemoryPunchStore.this) {
        return medium.retiredThrough;
      }
    }

    @Override
    public long oldest() {
      synchronized (MemoryPunchStore.this) {
        return medium.removed + 1;
      }
    }

    @Override
    public int removeSome(int limit) {
      synchronized (MemoryPunchStore.this) {
        int count = (int) Math.min(limit, Math.max(0, medium.retiredThrough - medium.removed));
        medium.entries.subList(0, count).clear();
        medium.times.subList(0, count).clear();
        medium.removed += count;
        return count;
      }
    }
  }

  private final class MemoryHistory implements PunchHistory {
    @Override
    public Optional<StoredEntry> entry(long seq) {
      synchronized (MemoryPunchStore.this) {
        return medium.entries.stream().filter(entry -> entry.seq() == seq).findFirst();
      }
    }

    @Override
    public Optional<StoredEntry> correctionOf(long seq) {
      synchronized (MemoryPunchStore.this) {
        return medium.beside.correctionOf(seq).flatMap(this::entry);
      }
    }

    @Override
    public List<Long> sequences(WorkerId worker, Instant from, Instant to) {
      synchronized (MemoryPunchStore.this) {
        return medium.beside.sequences(worker, from, to);
      }
    }
  }

  private final class MemoryOutbox implements Outbox {
    @Override
    public long deliveredThrough() {
      synchronized (MemoryPunchStore.this) {
        return medium.mark;
      }
    }

    @Override
    public void markDelivered(long through) {
      synchronized (MemoryPunchStore.this) {
        if (through > committedThrough()) {
          throw new IllegalArgumentException("entry " + through + " is not committed, so it cannot be delivered");
        }
        medium.mark = Math.max(medium.mark, through);
      }
    }

    @Override
    public List<StoredEntry> after(long seq, int limit) {
      synchronized (MemoryPunchStore.this) {
        return medium.entries.stream().filter(entry -> entry.seq() > seq).limit(limit).toList();
      }
    }

    @Override
    public LedgerId ledger() {
      return MemoryPunchStore.this.ledger();
    }

    @Override
    public long committedThrough() {
      return MemoryPunchStore.this.committedThrough();
    }

    @Override
    public long sentThrough() {
      return medium.sent;
    }

    @Override
    public void markSent(long through) {
      medium.sent = through;
    }

    @Override
    public SetAsideList setAside() {
      return medium.setAside;
    }
  }

  private final class MemoryRoster implements RosterStore {
    @Override
    public List<Worker> workers() {
      synchronized (MemoryPunchStore.this) {
        return medium.roster;
      }
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
      synchronized (MemoryPunchStore.this) {
        medium.roster = NextRoster.of(medium.roster, workers, merge);
        medium.rosterVersion++;
        List<Worker> active = medium.roster.stream().filter(Worker::active).toList();
        return new Applied(medium.rosterVersion, active.size(),
            active.stream().mapToInt(worker -> worker.credentials().size()).sum());
      }
    }

    @Override
    public void scrub() {
      // Nothing of a removed row is left in memory.
    }

    @Override
    public Applied applyFromSite(List<Worker> workers, SiteVersion site) {
      synchronized (MemoryPunchStore.this) {
        medium.site = Optional.of(site);
        return apply(workers, false);
      }
    }

    @Override
    public Optional<SiteVersion> site() {
      synchronized (MemoryPunchStore.this) {
        return medium.site;
      }
    }

    @Override
    public Optional<String> toldSite() {
      return site().map(SiteVersion::version);
    }

    @Override
    public long version() {
      synchronized (MemoryPunchStore.this) {
        return medium.rosterVersion;
      }
    }
  }
}
