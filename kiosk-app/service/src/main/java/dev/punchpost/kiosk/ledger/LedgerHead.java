package dev.punchpost.kiosk.ledger;

/// Where a ledger ends. Whoever holds one notices later if entries up to it were changed or cut off.
///
/// @param seq the newest entry, 0 for an empty ledger
/// @param hash its hash, [EntryHash#genesis] for an empty ledger
public record LedgerHead(LedgerId ledger, long seq, EntryHash hash) {
  public static LedgerHead empty(LedgerId ledger) {
    return new LedgerHead(ledger, 0, EntryHash.genesis(ledger));
  }
}
