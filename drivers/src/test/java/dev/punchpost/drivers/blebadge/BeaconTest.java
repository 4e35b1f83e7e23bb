package dev.punchpost.drivers.blebadge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.hal.advert.Advertisement;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BeaconTest {
  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }

  private static Optional<Beacon> manufacturer(int company, String data) {
    return Beacon.of(new Advertisement(0, -40, Map.of(company, hex(data)), Map.of()), 0x5050);
  }

  private static Optional<Beacon> service(int uuid, String data) {
    return Beacon.of(new Advertisement(0, -40, Map.of(), Map.of(uuid, hex(data))), 0x5050);
  }

  @Test
  void anIBeaconIsItsUuidMajorAndMinor() {
    // Apple's Proximity Beacon Specification R1: type 02, length 15, UUID, major, minor, measured power.
    assertEquals(
        Optional.of(new Beacon.Fixed("F7826DA64FA24E988024BC5B71E0893E",
            "ibeacon:F7826DA64FA24E988024BC5B71E0893E:258:65535")),
        manufacturer(0x004C, "02 15 F7826DA64FA24E988024BC5B71E0893E 0102 FFFF C5"));
    // Not a proximity beacon (AirPods, type 07), too short, another company.
    assertEquals(Optional.empty(), manufacturer(0x004C, "07 19 0102030405060708090A0B0C0D0E0F10111213141516171819"));
    assertEquals(Optional.empty(), manufacturer(0x004C, "02 15 F7826DA64FA24E988024BC5B71E0893E 0102 FFFF"));
    assertEquals(Optional.empty(), manufacturer(0x004D, "02 15 F7826DA64FA24E988024BC5B71E0893E 0102 FFFF C5"));
  }

  @Test
  void anEddystoneUidIsItsNamespaceAndInstance() {
    // Eddystone-UID: frame 00, ranging data, 10 bytes namespace, 6 bytes instance, two reserved bytes.
    String uid = "00 EE 0102030405060708090A 0B0C0D0E0F10";
    Beacon expected = new Beacon.Fixed("0102030405060708090A", "eddystone:0102030405060708090A:0B0C0D0E0F10");
    assertEquals(Optional.of(expected), service(0xFEAA, uid + "0000"));
    assertEquals(Optional.of(expected), service(0xFEAA, uid));
    // URL, TLM, and one byte less.
    assertEquals(Optional.empty(), service(0xFEAA, "10" + uid.substring(2)));
    assertEquals(Optional.empty(), service(0xFEAA, "00 EE 0102030405060708090A 0B0C0D0E0F"));
  }

  @Test
  void aTokenComesInThreePlaces() {
    String token = "00112233445566778899AABBCCDDEEFF";
    Optional<Beacon> expected = Optional.of(new Beacon.Token(hex(token)));
    assertEquals(expected, service(0x5050, "01" + token));
    assertEquals(expected, manufacturer(0xFFFF, "505001" + token));
    assertEquals(expected, manufacturer(0x004C, "02 15 " + token + " 5050 0001 C5"));
    assertEquals(Optional.empty(), service(0x5050, "02" + token));
    assertEquals(Optional.empty(), service(0x5051, "01" + token));
    assertEquals(Optional.empty(), manufacturer(0xFFFF, "505002" + token));
  }

  @Test
  void theTokenIsThatOfOpenssl() {
    // printf 'punchpost-ble\0\0\0\0\005\205\313\131' | openssl dgst -sha256 -mac HMAC -macopt
    //   hexkey:000102030405060708090a0b0c0d0e0f
    byte[] secret = hex("000102030405060708090A0B0C0D0E0F");
    assertArrayEquals(hex("771CAD8A3DB29EDC8CE002EDCDB8A5AD"), new TokenSecret("phone-1", secret).token(0x0585CB59L));
    assertEquals("TokenSecret[phone-1]", new TokenSecret("phone-1", secret).toString());
    assertEquals(13, "punchpost-ble".getBytes(StandardCharsets.US_ASCII).length);
  }

  @Test
  void anythingElseIsNothing() {
    Random random = new Random(9);
    int bytes = Boolean.getBoolean("punchpost.full") ? 1_000_000 : 50_000;
    int[] companies = {0x004C, 0xFFFF, 0x0006, 0};
    int[] services = {0xFEAA, 0x5050, 0x180F};
    for (int i = 0; i < bytes; i += 30) {
      byte[] one = new byte[random.nextInt(32)];
      byte[] two = new byte[random.nextInt(32)];
      random.nextBytes(one);
      random.nextBytes(two);
      Optional<Beacon> beacon = Beacon.of(new Advertisement(0, random.nextInt(-127, 20),
          Map.of(companies[random.nextInt(companies.length)], one),
          Map.of(services[random.nextInt(services.length)], two)), 0x5050);
      assertTrue(beacon.isEmpty() || !beacon.get().toString().isEmpty());
    }
  }
}
