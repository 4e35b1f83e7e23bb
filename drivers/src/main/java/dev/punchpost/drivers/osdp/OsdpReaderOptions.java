package dev.punchpost.drivers.osdp;

import dev.punchpost.hal.credential.WiegandFormat;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// One reader of a line.
///
/// @param address 0 .. 126
/// @param security what it must prove
/// @param formats how card data is read, one format for each length
/// @param uidReversed whether the reader sends a card's UID last byte first
/// @param trustTampered whether a reader that reports tamper is still believed (for one without a working switch)
/// @param removedAfter silence after which a card counts as gone: OSDP has no word for it
/// @param openTimeout how long [OsdpBus#open] waits for it: 100 ms .. 60 s
public record OsdpReaderOptions(int address, OsdpSecurity security, List<WiegandFormat> formats, boolean uidReversed,
    boolean trustTampered, Duration removedAfter, Duration openTimeout) {
  public OsdpReaderOptions {
    formats = List.copyOf(formats);
    if (address < 0 || address > 126) {
      throw new IllegalArgumentException("OSDP address " + address + ", expected 0 to 126");
    }
    Set<Integer> lengths = new HashSet<>();
    for (WiegandFormat format : formats) {
      if (!lengths.add(format.bits())) {
        throw new IllegalArgumentException("two card formats of " + format.bits() + " bits: nothing tells them apart");
      }
    }
    if (removedAfter.compareTo(Duration.ofMillis(100)) < 0 || removedAfter.compareTo(Duration.ofSeconds(60)) > 0) {
      throw new IllegalArgumentException("removedAfter " + removedAfter + ", expected 100 ms to 60 s");
    }
    if (openTimeout.compareTo(Duration.ofMillis(100)) < 0 || openTimeout.compareTo(Duration.ofSeconds(60)) > 0) {
      throw new IllegalArgumentException("openTimeout " + openTimeout + ", expected 100 ms to 60 s");
    }
  }

  /// The common card formats, UID as sent, tamper not tolerated, a card gone after 1 s, 5 s to open.
  public static OsdpReaderOptions defaults(int address, OsdpSecurity security) {
    return new OsdpReaderOptions(address, security, WiegandFormat.common(), false, false, Duration.ofSeconds(1),
        Duration.ofSeconds(5));
  }
}
