package dev.punchpost.drivers.blebadge;

import dev.punchpost.hal.advert.Advertisement;
import java.util.Arrays;
import java.util.Map;

/// What anybody may send, for the coverage-guided fuzzer (`.ci/fuzz`).
public final class FuzzedAdvertisements {
  private static final int[] COMPANIES = {Beacon.APPLE, Beacon.OWN_USE, 7};
  private static final int[] SERVICES = {Beacon.EDDYSTONE, 0x5050, 7};

  private FuzzedAdvertisements() {}

  public static void fuzzerTestOneInput(byte[] data) {
    if (data.length < 3) {
      return;
    }
    int split = 3 + (data[0] & 0x1F) % (data.length - 2);
    Beacon.of(new Advertisement(0, Math.clamp(data[0], -127, 20),
        Map.of(COMPANIES[(data[1] & 0xFF) % COMPANIES.length], Arrays.copyOfRange(data, 3, split)),
        Map.of(SERVICES[(data[2] & 0xFF) % SERVICES.length], Arrays.copyOfRange(data, split, data.length))), 0x5050)
        .ifPresent(beacon -> {
          if (beacon instanceof Beacon.Token(byte[] bytes) && bytes.length != Beacon.TOKEN_BYTES) {
            throw new AssertionError("a token of " + bytes.length + " bytes");
          }
        });
  }
}
