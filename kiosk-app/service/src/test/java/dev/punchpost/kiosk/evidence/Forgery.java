package dev.punchpost.kiosk.evidence;

import dev.punchpost.kiosk.ledger.EntryHash;
import dev.punchpost.kiosk.ledger.EntryView;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Somebody who can write the database, knows the format and does not have the key.
final class Forgery {
  private static final Pattern HASH = Pattern.compile("\"hash\":\"[0-9a-f]{64}\",(?!\"keyId\")");

  private Forgery() {}

  static String prev(String entry) {
    return EntryView.of(entry).detail("prev").orElseThrow();
  }

  static String hash(String entry) {
    return EntryView.of(entry).hash().orElseThrow().hex();
  }

  /// The entry an hour later, following `prev`, under a hash of its own.
  static String of(String entry, String prev) {
    String changed = entry.replaceFirst("\"prev\":\"[0-9a-f]{64}\"", "\"prev\":\"" + prev + "\"")
        .replaceFirst("\"recordedAt\":\"2026-11-20T0", "\"recordedAt\":\"2026-11-20T1");
    Matcher matcher = HASH.matcher(changed);
    if (!matcher.find()) {
      throw new IllegalArgumentException(entry);
    }
    String hash = EntryHash.of(matcher.replaceFirst("")).hex();
    return HASH.matcher(changed).replaceFirst("\"hash\":\"" + hash + "\",");
  }
}
