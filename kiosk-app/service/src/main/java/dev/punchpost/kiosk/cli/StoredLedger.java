package dev.punchpost.kiosk.cli;

import dev.punchpost.kiosk.evidence.LedgerKey;
import dev.punchpost.kiosk.evidence.LedgerVerification;
import dev.punchpost.kiosk.evidence.Verdict;
import dev.punchpost.kiosk.evidence.VerifyingKey;
import dev.punchpost.kiosk.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Verifies the ledger of a data directory that no service uses, without opening it as a terminal's store: a damaged
/// database is reported, not set aside.
final class StoredLedger {
  private StoredLedger() {}

  static Verdict verify(Surroundings surroundings, LedgerVerification asked, Path directory) {
    if (!Files.isDirectory(directory)) {
      return new Verdict.Unreadable("there is no directory " + directory);
    }
    StoppedTerminal.becomeOwner(surroundings, directory);
    LedgerVerification by = asked.trusted().isEmpty()
        ? new LedgerVerification(own(directory), asked.claims())
        : asked;
    try {
      return by.rows(more -> surroundings.ledgers().forEachRow(directory, more));
    } catch (StoreException e) {
      return switch (e.kind()) {
        case DAMAGED, FAILED -> new Verdict.Unreadable(String.valueOf(e.getMessage()));
        case IN_USE, FULL, PERMISSION -> throw e;
      };
    }
  }

  /// The key beside the ledger, if there is one that can be read.
  private static List<VerifyingKey> own(Path directory) {
    try {
      return LedgerKey.find(directory).map(LedgerKey::publicKey).stream().toList();
    } catch (IOException | IllegalArgumentException e) {
      return List.of();
    }
  }
}
