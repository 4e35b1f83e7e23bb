package dev.punchpost.kiosk.punch;

import dev.punchpost.hal.credential.CredentialId;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.ledger.Draft;
import dev.punchpost.kiosk.ledger.EntryHash;
import dev.punchpost.kiosk.ledger.LedgerHead;
import dev.punchpost.kiosk.ledger.LedgerId;
import dev.punchpost.kiosk.ledger.StoredEntry;
import dev.punchpost.kiosk.roster.Worker;
import dev.punchpost.kiosk.roster.WorkerId;
import dev.punchpost.kiosk.store.LastPunch;
import dev.punchpost.kiosk.store.LedgerWriter;
import dev.punchpost.kiosk.store.StoreException;
import dev.punchpost.kiosk.timeline.Timeline;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// A ledger in memory whose commit can fail or hang.
final class FakeLedgerWriter implements LedgerWriter {
  private static final LedgerId LEDGER = new LedgerId(new UUID(1, 2));

  private final Map<CredentialId, Worker> workers = new HashMap<>();
  private final Map<WorkerId, LastPunch> lastPunches = new HashMap<>();
  private final Map<WorkerId, LastPunch> lastPunchesBefore = new HashMap<>();
  private final List<Draft> unit = new ArrayList<>();
  private final List<Draft> ledger = new ArrayList<>();
  private int commits;
  private volatile @Nullable StoreException failure;
  private volatile @Nullable CountDownLatch held;

  void enrol(CredentialId badge, Worker worker) {
    workers.put(badge, worker);
  }

  void failWith(@Nullable StoreException nextFailure) {
    failure = nextFailure;
  }

  /// Commits hang until this latch opens.
  void hold(CountDownLatch latch) {
    held = latch;
  }

  synchronized List<Draft> ledger() {
    return List.copyOf(ledger);
  }

  synchronized int commits() {
    return commits;
  }

  @Override
  public synchronized Optional<Worker> workerFor(CredentialId badge) {
    return Optional.ofNullable(workers.get(badge));
  }

  @Override
  public Set<String> roles(Worker worker) {
    return worker.roles();
  }

  @Override
  public synchronized Optional<LastPunch> lastPunch(WorkerId worker) {
    return Optional.ofNullable(lastPunches.get(worker));
  }

  @Override
  public synchronized StoredEntry append(Draft draft) {
    unit.add(draft);
    long seq = ledger.size() + unit.size();
    if (draft.content() instanceof Content.Punch punch) {
      lastPunches.put(punch.worker(), LastPunch.of(seq, draft, punch));
    }
    return new StoredEntry(seq, draft.id(), draft.content().type(), "{}");
  }

  @Override
  public synchronized LedgerHead head() {
    return new LedgerHead(LEDGER, ledger.size() + unit.size(), EntryHash.genesis(LEDGER));
  }

  @Override
  public Timeline timeline(String bootId) {
    return new Timeline(List.of(), List.of(), 0);
  }

  @Override
  public void commit() {
    CountDownLatch latch = held;
    if (latch != null) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        throw new StoreException(StoreException.Kind.FAILED, "interrupted", e);
      }
    }
    StoreException nextFailure = failure;
    if (nextFailure != null) {
      throw nextFailure;
    }
    synchronized (this) {
      ledger.addAll(unit);
      unit.clear();
      lastPunchesBefore.clear();
      lastPunchesBefore.putAll(lastPunches);
      commits++;
    }
  }

  @Override
  public synchronized void rollback() {
    unit.clear();
    lastPunches.clear();
    lastPunches.putAll(lastPunchesBefore);
  }
}
