package dev.punchpost.kiosk.forward;

import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.ledger.StoredEntry;
import dev.punchpost.kiosk.store.Outbox;
import dev.punchpost.kiosk.store.SetAside;
import dev.punchpost.kiosk.store.StoreException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The entries that were set aside, as the store lists them. One thread.
final class Quarantine {
  private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);
  private static final long RETRY_US = 1_000_000;

  private final Outbox outbox;
  private final PendingNotices notices;
  private final InstantSource wall;
  private final TreeSet<Long> listed = new TreeSet<>();
  private final Set<Long> again = new HashSet<>();
  /// Taken by the broker after all, and still on the store's list.
  private final Set<Long> leaving = new HashSet<>();
  private boolean reload = true;
  private long notBefore = Long.MIN_VALUE;
  private List<Long> snapshot = List.of();

  /// Reads the list.
  ///
  /// @param wall for when something was set aside
  Quarantine(Outbox outbox, PendingNotices notices, InstantSource wall) {
    this.outbox = outbox;
    this.notices = notices;
    this.wall = wall;
    outbox.setAside().list().forEach(row -> listed.add(row.seq()));
    snapshot = List.copyOf(listed);
  }

  /// Sequences that are set aside, in order.
  List<Long> sequences() {
    return snapshot;
  }

  boolean has(long seq) {
    return listed.contains(seq);
  }

  /// Somebody may have marked entries to be sent again.
  void reload() {
    reload = true;
  }

  /// Does what the store has to be asked for.
  ///
  /// @return entries that are to be sent again, each told once
  List<Long> due(long now) {
    if ((!reload && leaving.isEmpty()) || now < notBefore) {
      return List.of();
    }
    List<Long> wanted = new ArrayList<>();
    try {
      for (long seq : List.copyOf(leaving)) {
        outbox.setAside().remove(seq);
        leaving.remove(seq);
      }
      if (reload) {
        for (SetAside row : outbox.setAside().list()) {
          if (row.again() && again.add(row.seq())) {
            wanted.add(row.seq());
          }
        }
        reload = false;
      }
    } catch (StoreException e) {
      LOG.warn("the list of what is set aside cannot be used, trying again every second: {}", e.getMessage());
      notBefore = now + RETRY_US;
    }
    return wanted;
  }

  /// Microseconds until [#due] has work again after a failure; Long.MAX_VALUE if it has none.
  long dueIn(long now) {
    return reload || !leaving.isEmpty() ? Math.max(0, notBefore - now) : Long.MAX_VALUE;
  }

  /// Puts an entry on the list, and tells the ledger of a punch. An event tells of no event, or a broker that takes
  /// none of them would make new ones for ever.
  ///
  /// @return false if the store fails for now; nothing has changed then
  boolean add(long seq, int reason, int tries) {
    try {
      List<StoredEntry> entry = outbox.after(seq - 1, 1);
      if (entry.isEmpty()) {
        return false;
      }
      outbox.setAside().add(seq, reason, tries, wall.instant());
      if (entry.getFirst().isPunch() && !listed.contains(seq)) {
        notices.add(new Content.Quarantined(seq, reason, tries));
      }
      LOG.warn("entry {} is set aside after {} tries: {}; it is kept, and 'punchpost outbox retry {}' sends it again",
          seq, tries, RefusalCode.words(reason), seq);
      listed.add(seq);
      again.remove(seq);
      snapshot = List.copyOf(listed);
      return true;
    } catch (StoreException e) {
      LOG.warn("entry {} cannot be set aside: {}", seq, e.getMessage());
      return false;
    }
  }

  /// The broker has it.
  void taken(long seq) {
    if (listed.remove(seq)) {
      leaving.add(seq);
      again.remove(seq);
      snapshot = List.copyOf(listed);
      LOG.info("entry {}, which was set aside, is delivered", seq);
    }
  }
}
