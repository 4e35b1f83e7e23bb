package dev.punchpost.consumer;

/// Entries as tests make them up.
final class Entries {
  static final TerminalName DOOR = new TerminalName("plant-a", "door-1");
  static final String LEDGER = "3e9f0d5c-4a8b-4b76-9f0e-0d8c6f3f8a11";

  private Entries() {}

  static Entry entry(long seq) {
    return entry(id(seq), seq, "{\"seq\":" + seq + "}");
  }

  static Entry entry(String id, long seq, String body) {
    return new Entry(DOOR, id, LEDGER, seq, "dev.punchpost.punch.v1", "w1", "2026-11-20T08:00:01.123456+01:00", body);
  }

  static String id(long seq) {
    return String.format(java.util.Locale.ROOT, "019aa001-4a5b-7c3d-8e9f-%012d", seq);
  }
}
