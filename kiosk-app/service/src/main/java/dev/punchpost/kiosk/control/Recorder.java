package dev.punchpost.kiosk.control;

import dev.punchpost.kiosk.clock.Reading;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.ledger.StoredEntry;

/// How a command enters something into the ledger: through the punch thread of the running service, or by itself while
/// the service is stopped. Any thread but the punch thread.
public interface Recorder {
  /// When this returns, the entry is committed.
  ///
  /// @throws dev.punchpost.kiosk.store.StoreException if the store does not take it; then nothing of it is kept
  StoredEntry record(Content content);

  /// The terminal's clocks.
  Reading now();
}
