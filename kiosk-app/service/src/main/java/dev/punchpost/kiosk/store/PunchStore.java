package dev.punchpost.kiosk.store;

import dev.punchpost.kiosk.ledger.LedgerHead;
import dev.punchpost.kiosk.ledger.LedgerId;

/// An open store. Only one process at a time has one for a data directory.
///
/// The parts belong to different threads and do not block each other for longer than a row takes; see each of them.
public interface PunchStore extends AutoCloseable {
  LedgerId ledger();

  LedgerWriter writer();

  Outbox outbox();

  RosterStore roster();

  LedgerReader reader();

  EntryRetirement retirement();

  /// Where the committed ledger ends. Any thread; no database access.
  LedgerHead head();

  PunchHistory history();

  AccessStore access();

  FingerStore fingers();

  /// The newest committed sequence, 0 for an empty ledger. Any thread; no database access.
  long committedThrough();

  /// Whether, when the store was opened, the service's run before had recorded its end
  /// ([dev.punchpost.kiosk.ledger.Content.ServiceStopped]), or there was none.
  boolean closedCleanly();

  @Override
  void close();
}
