package dev.punchpost.drivers.osdp;

import java.util.Arrays;

/// What comes along an RS-485 line, for the coverage-guided fuzzer (`.ci/fuzz`).
public final class FuzzedFrames {
  private FuzzedFrames() {}

  public static void fuzzerTestOneInput(byte[] data) {
    OsdpScanner scanner = new OsdpScanner(true);
    for (int at = 0; at < data.length;) {
      int count = Math.min(1 + (data[at] & 0x3F), data.length - at);
      byte[] piece = Arrays.copyOfRange(data, at, at + count);
      at += count;
      scanner.feed(piece, count);
      while (scanner.next().isPresent()) {
        // all that are whole
      }
    }
    while (scanner.giveUp().isPresent()) {
      // what is left
    }
  }
}
