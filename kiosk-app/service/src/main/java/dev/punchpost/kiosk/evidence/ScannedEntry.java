package dev.punchpost.kiosk.evidence;

import dev.punchpost.kiosk.evidence.CanonicalScan.Span;
import dev.punchpost.kiosk.ledger.EntryHash;
import dev.punchpost.kiosk.ledger.LedgerId;
import dev.punchpost.kiosk.store.LedgerRow;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/// What the chain needs of an entry.
///
/// @param hash what the entry says of itself; [#hashes] tells whether it is so
record ScannedEntry(CanonicalScan scan, long seq, LedgerId ledger, EntryHash prev, EntryHash hash) {
  /// @return empty if it is an object, but no entry of a ledger
  static Optional<ScannedEntry> of(CanonicalScan scan) {
    long seq = scan.dataNumber("seq");
    Optional<LedgerId> ledger = scan.dataText("ledger").flatMap(ScannedEntry::uuid);
    Optional<String> prev = scan.dataText("prev").filter(EntryHash::isHex);
    Optional<String> hash = scan.dataText("hash").filter(EntryHash::isHex);
    return seq >= 1 && ledger.isPresent() && prev.isPresent() && hash.isPresent()
        ? Optional.of(new ScannedEntry(scan, seq, ledger.get(), new EntryHash(prev.get()), new EntryHash(hash.get())))
        : Optional.empty();
  }

  private static Optional<LedgerId> uuid(String text) {
    try {
      UUID uuid = UUID.fromString(text);
      return uuid.toString().equals(text) ? Optional.of(new LedgerId(uuid)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// Whether the text without the member `data.hash` has this hash. Without a member and one comma beside it, a
  /// canonical text is canonical.
  boolean hashes() {
    byte[] bytes = scan.bytes();
    Span member = scan.dataMember("hash").orElseThrow();
    boolean commaBehind = bytes[member.to()] == ',';
    int from = commaBehind ? member.from() : member.from() - 1;
    int to = commaBehind ? member.to() + 1 : member.to();
    MessageDigest sha256 = EntryHash.sha256();
    sha256.update(bytes, 0, from);
    sha256.update(bytes, to, bytes.length - to);
    return HexFormat.of().formatHex(sha256.digest()).equals(hash.hex());
  }

  String type() {
    return scan.text("type").orElse("");
  }

  String text() {
    return new String(scan.bytes(), StandardCharsets.UTF_8);
  }

  /// The column beside the entry that is not what the entry says.
  Optional<String> differsFrom(LedgerRow row) {
    if (row.seq() != seq) {
      return Optional.of("seq");
    }
    if (!row.id().equals(scan.text("id").orElse(""))) {
      return Optional.of("id");
    }
    if (!row.type().equals(type())) {
      return Optional.of("type");
    }
    try {
      Instant time = OffsetDateTime.parse(scan.text("time").orElse("")).toInstant();
      return row.atMicros() == Math.addExact(time.getEpochSecond() * 1_000_000, time.getNano() / 1_000)
          ? Optional.empty()
          : Optional.of("at_us");
    } catch (DateTimeException e) {
      return Optional.of("at_us");
    }
  }
}
