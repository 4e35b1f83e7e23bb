package dev.punchpost.kiosk.forward;

import dev.punchpost.kiosk.ledger.Content;

/// Takes what delivery has to say to the ledger.
@FunctionalInterface
public interface Notices {
  /// Never blocks. Called on the forwarder's thread.
  ///
  /// @return false if it cannot be taken now; it is offered again
  boolean offer(Content content);
}
