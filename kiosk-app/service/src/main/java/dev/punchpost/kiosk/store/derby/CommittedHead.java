package dev.punchpost.kiosk.store.derby;

import dev.punchpost.kiosk.ledger.LedgerHead;

/// Where the committed ledger ends. Set by the writer, read by any thread.
final class CommittedHead {
  private volatile LedgerHead head;

  CommittedHead(LedgerHead head) {
    this.head = head;
  }

  LedgerHead get() {
    return head;
  }

  void set(LedgerHead next) {
    head = next;
  }
}
