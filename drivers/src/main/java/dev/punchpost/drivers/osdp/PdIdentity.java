package dev.punchpost.drivers.osdp;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/// What a reader says it is (reply PDID).
///
/// @param vendor the maker's IEEE number, six hex characters
/// @param model maker's model number, 0 .. 255
/// @param version maker's version of the model, 0 .. 255
/// @param serial serial number, 0 .. 2^32 - 1
/// @param firmware major.minor.build
public record PdIdentity(String vendor, int model, int version, long serial, String firmware) {
  static Optional<PdIdentity> decode(byte[] data) {
    if (data.length < 12) {
      return Optional.empty();
    }
    long serial = 0;
    for (int i = 3; i >= 0; i--) {
      serial = (serial << 8) | (data[5 + i] & 0xFF);
    }
    return Optional.of(new PdIdentity(HexFormat.of().withUpperCase().formatHex(Arrays.copyOf(data, 3)),
        data[3] & 0xFF, data[4] & 0xFF, serial,
        String.format(Locale.ROOT, "%d.%d.%d", data[9] & 0xFF, data[10] & 0xFF, data[11] & 0xFF)));
  }
}
