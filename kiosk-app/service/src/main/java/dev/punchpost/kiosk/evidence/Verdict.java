package dev.punchpost.kiosk.evidence;

import dev.punchpost.kiosk.ledger.LedgerHead;
import java.util.List;
import java.util.Locale;

/// What verification found.
public sealed interface Verdict {
  /// The line that `ledger verify` prints.
  String words();

  /// Nothing was changed.
  ///
  /// @param first first entry that was there
  /// @param head the last one
  /// @param signedThrough the newest entry that a signature, or a checkpoint that was given, vouches for
  /// @param signatures how many there are, all of them good
  /// @param keys ids of the keys that signed, in the order of their first signature
  record Intact(long first, LedgerHead head, long signedThrough, long signatures, List<String> keys) implements Verdict {
    public Intact {
      keys = List.copyOf(keys);
    }

    @Override
    public String words() {
      return "intact: ledger " + head.ledger() + ", entries " + first + " to " + head.seq() + ", head " + head.hash()
          + ", signed through " + signedThrough + ", signatures " + signatures
          + (keys.isEmpty() ? "" : " by " + String.join(" ", keys));
    }
  }

  /// @param seq the first sequence where the ledger is not as it was written
  /// @param detail in words
  record Broken(long seq, Change change, String detail) implements Verdict {
    @Override
    public String words() {
      return "broken: entry " + seq + ": " + change.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ": " + detail;
    }
  }

  /// Nothing can be said.
  record Unreadable(String reason) implements Verdict {
    @Override
    public String words() {
      return "unreadable: " + reason;
    }
  }

  /// What was done to the ledger.
  enum Change {
    /// Something in an entry is not as it was.
    ALTERED,
    /// An entry that others follow is not there.
    MISSING,
    /// An entry is there that does not belong there.
    INSERTED,
    /// The entry is there, in another place.
    REORDERED,
    /// The newest entries are not there.
    TRUNCATED,
    /// A signature is not by the key it should be by.
    WRONG_SIGNER
  }
}
