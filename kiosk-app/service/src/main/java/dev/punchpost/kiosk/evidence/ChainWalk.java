package dev.punchpost.kiosk.evidence;

import dev.punchpost.kiosk.evidence.Verdict.Broken;
import dev.punchpost.kiosk.evidence.Verdict.Change;
import dev.punchpost.kiosk.evidence.Verdict.Intact;
import dev.punchpost.kiosk.evidence.Verdict.Unreadable;
import dev.punchpost.kiosk.ledger.EntryHash;
import dev.punchpost.kiosk.ledger.LedgerHead;
import dev.punchpost.kiosk.ledger.LedgerId;
import dev.punchpost.kiosk.store.LedgerRow;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Goes along a chain of entries and stops at the first that is not as it was written. The rules are those of
/// `docs/ledger-format.md`, in the same order; `docs/verify/ledger_verify.py` is written from them, too. One thread.
final class ChainWalk {
  private final Signatures signatures;
  private final TreeMap<Long, LedgerHead> claims = new TreeMap<>();
  private final List<LedgerHead> given;
  private @Nullable ExportHeader header;
  private @Nullable Verdict verdict;
  private @Nullable LedgerId ledger;
  private long first;
  private @Nullable EntryHash firstPrev;
  private long last;
  private @Nullable EntryHash lastHash;
  private long certain;
  private @Nullable Gap gap;

  /// An entry came too early. What comes after it tells whether the expected one is gone or elsewhere.
  private static final class Gap {
    private final long expected;
    private final long found;
    private boolean expectedComes;
    private boolean foundComesAgain;

    Gap(long expected, long found) {
      this.expected = expected;
      this.found = found;
    }

    void sees(long seq) {
      expectedComes |= seq == expected;
      foundComesAgain |= seq == found;
    }

    Broken broken() {
      if (!expectedComes) {
        return new Broken(expected, Change.MISSING, "entry " + found + " is in its place");
      }
      return foundComesAgain
          ? new Broken(found, Change.INSERTED, "it is there again before entry " + expected)
          : new Broken(expected, Change.REORDERED, "entry " + found + " comes before it");
    }
  }

  /// @param trusted keys that may have signed; empty to take the first one that did
  /// @param claims heads that the ledger must have passed through
  ChainWalk(List<VerifyingKey> trusted, List<LedgerHead> claims) {
    this.signatures = new Signatures(trusted);
    this.given = List.copyOf(claims);
    claims.forEach(claim -> this.claims.put(claim.seq(), claim));
  }

  /// The export's first line, before any entry.
  void header(ExportHeader found) {
    header = found;
    ledger = found.ledger();
    signatures.check(found.seal(), SignedText.export(found))
        .ifPresent(reason -> broken(found.first(), Change.WRONG_SIGNER, "the export's first line " + reason));
  }

  /// The next entry.
  ///
  /// @param row what lies beside it in a store
  /// @return whether more can change the verdict
  boolean entry(byte[] line, Optional<LedgerRow> row) {
    if (verdict != null) {
      return false;
    }
    Optional<ScannedEntry> scanned = CanonicalScan.of(line).flatMap(ScannedEntry::of);
    Gap open = gap;
    if (open != null) {
      scanned.ifPresent(entry -> open.sees(entry.seq()));
      return true;
    }
    if (scanned.isEmpty()) {
      return broken(expected(), Change.ALTERED, "it is not the canonical text of an entry");
    }
    ScannedEntry entry = scanned.get();
    if (!entry.hashes()) {
      return broken(expected(), Change.ALTERED, "it does not have the hash that it says");
    }
    if (lastHash == null) {
      begin(entry);
    }
    return verdict == null && follows(entry) && signed(entry) && row.map(r -> beside(entry, r)).orElse(true)
        && claimed(entry);
  }

  private long expected() {
    if (lastHash != null) {
      return last + 1;
    }
    return header == null ? 1 : header.first();
  }

  /// The first entry says where the chain begins, if no signed first line does.
  private void begin(ScannedEntry entry) {
    if (ledger == null) {
      ledger = entry.ledger();
    }
    first = header == null ? entry.seq() : header.first();
    EntryHash before = header == null ? entry.prev() : header.prev();
    firstPrev = first == 1 ? EntryHash.genesis(ledger) : before;
    last = first - 1;
    lastHash = firstPrev;
    certain = last;
    given.stream().filter(claim -> !claim.ledger().equals(ledger)).findFirst()
        .ifPresent(claim -> verdict = new Unreadable(
            "the checkpoint is of ledger " + claim.ledger() + ", this is ledger " + ledger));
  }

  private boolean follows(ScannedEntry entry) {
    long expected = last + 1;
    long seq = entry.seq();
    if (!entry.ledger().equals(ledger)) {
      return broken(expected, Change.INSERTED, "an entry of ledger " + entry.ledger() + " is in its place");
    }
    if (seq > expected) {
      gap = new Gap(expected, seq);
      return true;
    }
    if (seq < expected) {
      return seq < first
          ? broken(seq, Change.REORDERED, "it comes after entry " + last)
          : broken(seq, Change.INSERTED, "it is there again after entry " + last);
    }
    if (!entry.prev().equals(lastHash)) {
      return seq == first
          ? broken(seq, Change.ALTERED, "it does not follow the beginning of this ledger")
          : broken(last, Change.ALTERED, "entry " + seq + " follows one with another hash");
    }
    if (header != null && seq > header.last()) {
      return broken(seq, Change.INSERTED, "the export's first line ends with entry " + header.last());
    }
    last = seq;
    lastHash = entry.hash();
    return true;
  }

  private boolean signed(ScannedEntry entry) {
    if (gap != null) {
      return true;
    }
    return switch (signatures.entry(entry)) {
      case Signatures.Finding.Good(boolean checkpoint) -> {
        certain = checkpoint ? last - 1 : certain;
        yield true;
      }
      case Signatures.Finding.Rewritten _ -> rewritten(last - 1, "the signature in entry " + last);
      case Signatures.Finding.Bad(String reason) -> broken(last, Change.WRONG_SIGNER, reason);
    };
  }

  private boolean beside(ScannedEntry entry, LedgerRow row) {
    if (gap != null) {
      return true;
    }
    Optional<String> column = entry.differsFrom(row);
    return column.isEmpty() || broken(last, Change.ALTERED, "column " + column.get() + " is not what the entry says");
  }

  private boolean claimed(ScannedEntry entry) {
    LedgerHead claim = gap != null || claims.isEmpty() ? null : claims.get(entry.seq());
    if (claim == null) {
      return true;
    }
    if (!claim.hash().equals(entry.hash())) {
      return rewritten(entry.seq(), "the checkpoint that was given");
    }
    certain = Math.max(certain, last);
    return true;
  }

  /// The chain is whole, but it is not the one that somebody vouched for.
  private boolean rewritten(long through, String witness) {
    return broken(Math.max(first, certain + 1), Change.ALTERED, "from here to entry " + through
        + " something was changed and the chain made anew: " + witness + " has another hash");
  }

  private boolean broken(long seq, Change change, String detail) {
    verdict = new Broken(seq, change, detail);
    return false;
  }

  /// The entries end here.
  Verdict end() {
    if (verdict != null) {
      return verdict;
    }
    if (gap != null) {
      return gap.broken();
    }
    if (lastHash == null || ledger == null || firstPrev == null) {
      return header == null
          ? new Unreadable("there is no entry in it")
          : new Broken(header.first(), Change.TRUNCATED, "there is no entry at all");
    }
    if (header != null && last < header.last()) {
      return new Broken(last + 1, Change.TRUNCATED, "the export's first line tells of entries to " + header.last());
    }
    if (header != null && !header.hash().equals(lastHash)) {
      return new Broken(last, Change.ALTERED, "the export's first line has another hash for it");
    }
    if (!claims.isEmpty() && claims.lastKey() > last) {
      return new Broken(last + 1, Change.TRUNCATED,
          "the checkpoint that was given tells of entries to " + claims.lastKey());
    }
    if (header == null && first > 1 && !signatures.retiredBefore(first, firstPrev)) {
      long gone = signatures.retiredThrough() < first - 1 ? signatures.retiredThrough() + 1 : 1;
      return new Broken(gone, Change.MISSING, "the first entry is " + first
          + " and no signed entry tells that those before it were removed");
    }
    if (!claims.isEmpty() && claims.lastKey() < first) {
      return new Unreadable("the checkpoint that was given is older than the first entry, " + first
          + ": it says nothing of what is here");
    }
    if (signatures.noneOfTrusted()) {
      return new Broken(first, Change.WRONG_SIGNER, "nothing is signed by the key that was given");
    }
    return new Intact(first, new LedgerHead(ledger, last, lastHash), header == null ? certain : last,
        signatures.count(), signatures.keys());
  }
}
