package dev.punchpost.kiosk.forward;

import java.util.Locale;

/// What a reason code says about a publication that the broker refused (MQTT 5, 3.4.2.1 for PUBACK, 3.14.2.1 for
/// DISCONNECT), and what it deserves.
///
/// | code | meaning | deserves |
/// |---|---|---|
/// | 0x80 | unspecified error | 4 tries, then it is set aside |
/// | 0x81, 0x82 | malformed packet, protocol error (the broker ended the connection) | 2 tries |
/// | 0x83 | implementation specific error | 4 tries |
/// | 0x87 | not authorised | the queue is held |
/// | 0x88, 0x89, 0x8B | unavailable, busy, shutting down | the queue is held |
/// | 0x90 | topic name invalid: all entries share two topics | the queue is held |
/// | 0x91 | packet identifier in use: not the entry's fault | the queue is held |
/// | 0x93, 0x96, 0x97 | too many at once, too many, quota exceeded | the queue is held |
/// | 0x95 | packet too large | 1 try: it will not shrink |
/// | 0x99 | payload format invalid | 2 tries |
/// | 0x9A, 0x9B | retain or QoS not supported | the queue is held |
/// | 0 | the connection ends whenever the entry is sent | 6 tries, with proof that the broker takes others |
/// | others | unknown | 4 tries |
public final class RefusalCode {
  /// The connection ended without a reason.
  static final int NONE = 0;
  static final int PACKET_TOO_LARGE = 0x95;
  private static final int DEFAULT_TRIES = 4;

  private RefusalCode() {}

  /// Whether the topic or the broker as a whole is refused, so that the queue is held.
  static boolean holds(int code) {
    return switch (code) {
      case 0x87, 0x88, 0x89, 0x8B, 0x90, 0x91, 0x93, 0x96, 0x97, 0x9A, 0x9B -> true;
      default -> false;
    };
  }

  /// How often an entry is sent before it is set aside, 1 or more.
  static int tries(int code) {
    return switch (code) {
      case PACKET_TOO_LARGE -> 1;
      case 0x81, 0x82, 0x99 -> 2;
      case NONE -> 6;
      default -> DEFAULT_TRIES;
    };
  }

  /// Whether a DISCONNECT with this code blames a packet of ours.
  static boolean blamesPacket(int code) {
    return code == 0x81 || code == 0x82 || code == PACKET_TOO_LARGE || code == 0x99;
  }

  /// The code in words, with its number, such as `payload format invalid (0x99)`.
  public static String words(int code) {
    String words = switch (code) {
      case NONE -> "the connection ends when it is sent";
      case 0x80 -> "unspecified error";
      case 0x81 -> "malformed packet";
      case 0x82 -> "protocol error";
      case 0x83 -> "implementation specific error";
      case 0x87 -> "not authorised";
      case 0x88 -> "server unavailable";
      case 0x89 -> "server busy";
      case 0x90 -> "topic name invalid";
      case 0x91 -> "packet identifier in use";
      case 0x95 -> "packet too large";
      case 0x97 -> "quota exceeded";
      case 0x99 -> "payload format invalid";
      default -> "reason code";
    };
    return code == NONE ? words : words + String.format(Locale.ROOT, " (0x%02X)", code);
  }
}
