package dev.punchpost.demo.terminal;

import dev.punchpost.hal.credential.Credential;
import java.util.Optional;

/// A 125 kHz badge (EM4100: version byte and 32-bit number).
///
/// @param number ten upper-case hex characters
/// @param worker whose it is; empty if nobody knows it
/// @param name of the person; all of them are invented
/// @param language BCP 47 tag; empty if nobody knows it
public record Badge(String number, Optional<String> worker, String name, String language) {
  public Badge {
    if (!number.matches("[0-9A-F]{10}")) {
      throw new IllegalArgumentException("badge " + number + ", expected ten hex characters");
    }
  }

  /// The badge as the reader's coil sees it.
  Credential.Em4100 tag() {
    int version = Integer.parseInt(number.substring(0, 2), 16);
    return new Credential.Em4100(version, Long.parseLong(number.substring(2), 16));
  }
}
