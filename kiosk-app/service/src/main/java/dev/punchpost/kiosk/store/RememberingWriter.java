package dev.punchpost.kiosk.store;

import dev.punchpost.hal.credential.CredentialId;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.ledger.Draft;
import dev.punchpost.kiosk.ledger.LedgerHead;
import dev.punchpost.kiosk.ledger.StoredEntry;
import dev.punchpost.kiosk.roster.Worker;
import dev.punchpost.kiosk.roster.WorkerId;
import dev.punchpost.kiosk.timeline.Timeline;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/// Remembers who owns a badge and what that worker did last, so that a tap seldom asks the database.
///
/// That holds because the punch thread is the ledger's only writer. Everything is forgotten when another roster is in
/// force, when a unit is dropped or fails, and after every entry that is not a plain punch: an erasure or a correction
/// changes what there is to know about a worker, and is rare. Owned by the punch thread, as every [LedgerWriter].
public final class RememberingWriter implements LedgerWriter {
  /// Of each kind; some 300 bytes apiece.
  static final int MOST = 2_000;

  private final LedgerWriter writer;
  private final LongSupplier rosterVersion;
  private final Map<CredentialId, Worker> workers = new Recent<>();
  private final Map<WorkerId, LastPunch> lastPunches = new Recent<>();
  private long version = -1;
  private boolean appended;

  /// @param rosterVersion of the roster in force; grows before anybody is told that a new one was applied
  public RememberingWriter(LedgerWriter writer, LongSupplier rosterVersion) {
    this.writer = writer;
    this.rosterVersion = rosterVersion;
  }

  @Override
  public Optional<Worker> workerFor(CredentialId badge) {
    // Read before the look-up: one that finds the next roster's rows already is forgotten at the next call.
    long now = rosterVersion.getAsLong();
    if (now != version) {
      workers.clear();
      version = now;
    }
    Worker known = workers.get(badge);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<Worker> found = writer.workerFor(badge);
    found.ifPresent(worker -> workers.put(badge, worker));
    return found;
  }

  @Override
  public Set<String> roles(Worker worker) {
    return writer.roles(worker);
  }

  @Override
  public Optional<LastPunch> lastPunch(WorkerId worker) {
    LastPunch known = lastPunches.get(worker);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<LastPunch> found = writer.lastPunch(worker);
    found.ifPresent(punch -> lastPunches.put(worker, punch));
    return found;
  }

  @Override
  public StoredEntry append(Draft draft) {
    appended = true;
    StoredEntry entry;
    try {
      entry = writer.append(draft);
    } catch (RuntimeException e) {
      forget();
      throw e;
    }
    if (draft.content() instanceof Content.Punch punch) {
      lastPunches.put(punch.worker(), LastPunch.of(entry.seq(), draft, punch));
    } else {
      forget();
    }
    return entry;
  }

  @Override
  public LedgerHead head() {
    return writer.head();
  }

  @Override
  public Timeline timeline(String bootId) {
    return writer.timeline(bootId);
  }

  @Override
  public void settle() {
    writer.settle();
  }

  @Override
  public void commit() {
    try {
      writer.commit();
    } catch (RuntimeException e) {
      forget();
      throw e;
    }
    appended = false;
  }

  @Override
  public void rollback() {
    writer.rollback();
    if (appended) {
      forget();
      appended = false;
    }
  }

  private void forget() {
    workers.clear();
    lastPunches.clear();
  }

  /// Keeps what was used last.
  private static final class Recent<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1;

    Recent() {
      super(64, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > MOST;
    }
  }
}
