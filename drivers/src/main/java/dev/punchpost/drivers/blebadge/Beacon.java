package dev.punchpost.drivers.blebadge;

import dev.punchpost.hal.advert.Advertisement;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What an advertisement says: a number that stays, or a token that changes. Pure.
sealed interface Beacon {
  /// A beacon with a number of its own, which anybody can send as well.
  ///
  /// @param group its UUID (iBeacon) or namespace (Eddystone), upper-case hex
  /// @param identity as in the roster, after `text:`
  record Fixed(String group, String identity) implements Beacon {}

  /// A token of a phone or a badge with a secret: 16 bytes.
  record Token(byte[] bytes) implements Beacon {
    @Override
    public boolean equals(Object other) {
      return other instanceof Token that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }
  }

  int TOKEN_BYTES = 16;
  /// Apple; type 2, 21 bytes: proximity UUID, major, minor, power at 1 m.
  int APPLE = 0x004C;
  byte[] IBEACON = {0x02, 0x15};
  int IBEACON_BYTES = 23;
  /// Eddystone's service; frame type 00, power, namespace (10), instance (6), two reserved bytes that may be absent.
  int EDDYSTONE = 0xFEAA;
  int EDDYSTONE_UID_BYTES = 18;
  /// The company identifier for own use (Assigned Numbers, 7.1), and what follows it: "PP" and a version.
  int OWN_USE = 0xFFFF;
  byte[] OURS = {0x50, 0x50, 0x01};
  /// Service data: the version alone, because the UUID says whose it is.
  byte VERSION = 0x01;
  /// Major and minor of an iBeacon whose UUID is a token: all that an iPhone's app can send.
  byte[] TOKEN_MAJOR_MINOR = {0x50, 0x50, 0x00, 0x01};

  /// @param tokenService 16-bit UUID under which tokens come as service data
  static Optional<Beacon> of(Advertisement heard, int tokenService) {
    Map<Integer, byte[]> manufacturer = heard.manufacturerData();
    Optional<Beacon> found = Optional.empty();
    byte[] apple = manufacturer.get(APPLE);
    if (apple != null) {
      found = iBeacon(apple);
    }
    byte[] own = manufacturer.get(OWN_USE);
    if (found.isEmpty() && own != null && own.length == OURS.length + TOKEN_BYTES && starts(own, OURS)) {
      found = Optional.of(new Token(Arrays.copyOfRange(own, OURS.length, own.length)));
    }
    byte[] service = heard.serviceData().get(tokenService);
    if (found.isEmpty() && service != null && service.length == 1 + TOKEN_BYTES && service[0] == VERSION) {
      found = Optional.of(new Token(Arrays.copyOfRange(service, 1, service.length)));
    }
    byte[] eddystone = heard.serviceData().get(EDDYSTONE);
    if (found.isEmpty() && eddystone != null) {
      found = eddystone(eddystone);
    }
    return found;
  }

  private static Optional<Beacon> iBeacon(byte[] data) {
    if (data.length != IBEACON_BYTES || !starts(data, IBEACON)) {
      return Optional.empty();
    }
    byte[] uuid = Arrays.copyOfRange(data, 2, 18);
    if (Arrays.equals(data, 18, 22, TOKEN_MAJOR_MINOR, 0, 4)) {
      return Optional.of(new Token(uuid));
    }
    int major = (data[18] & 0xFF) << 8 | data[19] & 0xFF;
    int minor = (data[20] & 0xFF) << 8 | data[21] & 0xFF;
    return Optional
        .of(new Fixed(hex(uuid), String.format(Locale.ROOT, "ibeacon:%s:%d:%d", hex(uuid), major, minor)));
  }

  private static Optional<Beacon> eddystone(byte[] data) {
    if ((data.length != EDDYSTONE_UID_BYTES && data.length != EDDYSTONE_UID_BYTES + 2) || data[0] != 0x00) {
      return Optional.empty();
    }
    String namespace = hex(Arrays.copyOfRange(data, 2, 12));
    return Optional.of(new Fixed(namespace, "eddystone:" + namespace + ":" + hex(Arrays.copyOfRange(data, 12, 18))));
  }

  private static boolean starts(byte[] data, byte[] prefix) {
    return data.length >= prefix.length && Arrays.equals(data, 0, prefix.length, prefix, 0, prefix.length);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().withUpperCase().formatHex(bytes);
  }
}
