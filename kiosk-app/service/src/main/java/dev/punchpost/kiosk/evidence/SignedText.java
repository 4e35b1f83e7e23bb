package dev.punchpost.kiosk.evidence;

import dev.punchpost.kiosk.ledger.EntryHash;
import dev.punchpost.kiosk.ledger.LedgerId;

/// The exact texts that are signed: a line for each value, each ended by a line feed. `docs/ledger-format.md` gives
/// them to others; they never change under the same first line.
final class SignedText {
  private SignedText() {}

  static String checkpoint(LedgerId ledger, long seq, EntryHash hash, long count, String time) {
    return lines("punchpost-ledger-checkpoint-v1", ledger, seq, hash, count, time);
  }

  static String retired(LedgerId ledger, long first, long last, EntryHash hash, long count, String time) {
    return lines("punchpost-ledger-retired-v1", ledger, first, last, hash, count, time);
  }

  static String export(ExportHeader h) {
    return lines("punchpost-ledger-export-v1", h.ledger(), h.first(), h.last(), h.prev(), h.hash(), h.count(),
        h.time());
  }

  private static String lines(Object... values) {
    StringBuilder text = new StringBuilder();
    for (Object value : values) {
      text.append(value).append('\n');
    }
    return text.toString();
  }
}
