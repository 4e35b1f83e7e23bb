package dev.punchpost.kiosk.evidence;

import dev.punchpost.kiosk.evidence.Verdict.Broken;
import dev.punchpost.kiosk.evidence.Verdict.Change;
import dev.punchpost.kiosk.evidence.Verdict.Unreadable;
import dev.punchpost.kiosk.ledger.LedgerHead;
import dev.punchpost.kiosk.store.LedgerRow;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Verifies a ledger: an export, with nothing but itself and a public key, or the rows of a store.
///
/// @param trusted keys that may have signed; empty to take the first one that did
/// @param claims heads that were kept elsewhere
public record LedgerVerification(List<VerifyingKey> trusted, List<LedgerHead> claims) {
  public LedgerVerification {
    trusted = List.copyOf(trusted);
    claims = List.copyOf(claims);
  }

  /// @param keys texts of public keys, see [VerifyingKey#parse]
  /// @param checkpoints text with heads, as somebody has kept them (published entries, the first line of an earlier
  ///   export, a status); empty for none
  /// @throws IllegalArgumentException in words, if one of them cannot be understood
  public static LedgerVerification of(List<String> keys, String checkpoints) {
    List<VerifyingKey> trusted = new ArrayList<>();
    keys.forEach(key -> trusted.add(VerifyingKey.parse(key)));
    return new LedgerVerification(trusted, checkpoints.isEmpty() ? List.of() : Claims.parse(checkpoints));
  }

  /// Verifies rows in order of sequence.
  ///
  /// @param rows gives its rows to the walk until that has had enough
  public Verdict rows(Consumer<Predicate<LedgerRow>> rows) {
    ChainWalk walk = new ChainWalk(trusted, claims);
    rows.accept(row -> walk.entry(row.body().getBytes(StandardCharsets.UTF_8), Optional.of(row)));
    return walk.end();
  }

  /// Verifies JSON Lines: an export, or published entries from the first one on.
  ///
  /// @throws IOException if it cannot be read
  public Verdict lines(InputStream in) throws IOException {
    ChainWalk walk = new ChainWalk(trusted, claims);
    LineReader lines = new LineReader(in);
    boolean first = true;
    while (lines.next()) {
      byte[] line = lines.line();
      if (first) {
        first = false;
        Optional<ExportHeader> header = ExportHeader.parse(line);
        if (header.isPresent()) {
          walk.header(header.get());
          continue;
        }
        if (CanonicalScan.of(line).flatMap(ScannedEntry::of).isEmpty()) {
          return new Unreadable("its first line is neither that of an export nor an entry");
        }
      }
      if (!lines.ended() && CanonicalScan.of(line).isEmpty()) {
        return cut(walk);
      }
      if (!walk.entry(line, Optional.empty())) {
        break;
      }
    }
    return walk.end();
  }

  /// The last line is half a line: what was found before it counts more.
  private static Verdict cut(ChainWalk walk) {
    return switch (walk.end()) {
      case Broken broken -> broken;
      case Unreadable _ -> new Unreadable("it ends in its first line");
      case Verdict.Intact intact ->
        new Broken(intact.head().seq() + 1, Change.TRUNCATED, "the file ends in its middle");
    };
  }
}
