package dev.punchpost.kiosk.remote.report;

import dev.punchpost.kiosk.ledger.CanonicalJson;
import dev.punchpost.kiosk.ledger.StoredEntry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Some entries that follow each other, in a manifest.
///
/// @param first sequence of the first one
/// @param last sequence of the last one
/// @param sha256 SHA-256 over the ids of the entries in order, each as its 36 characters (lower case) and a line feed;
///   lower-case hex
public record Block(long first, long last, String sha256) {
  /// Sequences in a full block: 1 .. 1000, 1001 .. 2000 and so on.
  public static final int SIZE = 1_000;

  /// How many entries there are.
  public long count() {
    return last - first + 1;
  }

  CanonicalJson json() {
    return CanonicalJson.object().put("first", first).put("last", last).put("count", count()).put("sha256", sha256)
        .build();
  }

  /// Number of the full block that a sequence belongs to, from 0.
  static long numberOf(long seq) {
    return (seq - 1) / SIZE;
  }

  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static void add(MessageDigest digest, StoredEntry entry) {
    digest.update((entry.id() + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  static String hex(byte[] hash) {
    return HexFormat.of().formatHex(hash);
  }
}
