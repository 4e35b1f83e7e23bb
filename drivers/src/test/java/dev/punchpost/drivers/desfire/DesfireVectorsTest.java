package dev.punchpost.drivers.desfire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.punchpost.drivers.contactless.CardChannel;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The numbers printed in NXP's application notes and in RFC 4493.
class DesfireVectorsTest {
  /// RFC 4493 section 4, examples 1 to 4.
  @Test
  void cmacGivesTheFourTagsOfRfc4493() {
    byte[] key = hex("2b7e151628aed2a6abf7158809cf4f3c");
    String message = "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"
        + "30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710";
    assertHex("bb1d6929e95937287fa37d129b756746", Aes.cmac(key, hex("")));
    assertHex("070a16b46b4d4144f79bdd9dd04a287c", Aes.cmac(key, hex(message.substring(0, 32))));
    assertHex("dfa66747de9ae63030ca32611497c827", Aes.cmac(key, hex(message.substring(0, 80))));
    assertHex("51f0bebf7e3b9d92fc49741779363cfe", Aes.cmac(key, hex(message)));
  }

  /// AN10922 section 2.2.1: UID 04782E21801D80, AID 3042F5, system identifier "NXP Abu".
  @Test
  void diversificationGivesTheKeyOfAn10922() {
    assertHex("A8DD63A3B89D54B37CA802473FDA9175",
        Aes.diversify(hex("00112233445566778899AABBCCDDEEFF"), hex("04782E21801D803042F54E585020416275")));
  }

  /// AN10922 pads to two blocks even where one would do, which its own example does not show. Computed apart from this
  /// code with openssl from the K1 and K2 that the note prints.
  @Test
  void shortInputsArePaddedToTwoBlocksAndFullOnesAreNotPadded() {
    byte[] master = hex("00112233445566778899AABBCCDDEEFF");
    assertHex("E8B7F67C78C34AF1446E331EF7E6D3FF", Aes.diversify(master, hex("00010203040506")));
    assertHex("21C28CD89BB3147F66C7DBD4851CAB20",
        Aes.diversify(master, hex("000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E")));
  }

  /// AN12343 section 7.1.3.1 (table 16).
  @Test
  void sessionKeysAreThoseOfAn12343() {
    SecureMessaging keys = SecureMessaging.derive(new byte[16], hex("B04D0787C93EE0CC8CACC8E86F16C6FE"),
        hex("FA659AD0DCA738DD65DC7DC38612AD81"), new byte[4]);
    assertHex("63DC07286289A7A6C0334CA31C314A04", keys.encKey());
    assertHex("774F26743ECE6AF5033B6AE8522946F6", keys.macKey());
  }

  /// AN12196 section 5.6 (table 14): SV1 and SV2 with key 0 of zeros.
  @Test
  void sessionVectorsAreThoseOfAn12196() {
    byte[] rndA = hex("13C5DB8A5930439FC3DEF9A4C675360F");
    byte[] rndB = hex("B9E2FC789B64BF237CCCAA20EC7E6E48");
    assertHex("A55A0001008013C56268A548D8FBBF237CCCAA20EC7E6E48C3DEF9A4C675360F",
        SecureMessaging.sessionVector(new int[]{0xA5, 0x5A}, rndA, rndB));
    assertHex("5AA50001008013C56268A548D8FBBF237CCCAA20EC7E6E48C3DEF9A4C675360F",
        SecureMessaging.sessionVector(new int[]{0x5A, 0xA5}, rndA, rndB));
  }

  /// AN12196 table 14, whole frames: AuthenticateEV2First with key 0.
  @Test
  void authenticateEv2FirstIsTheExchangeOfAn12196() throws DesfireFailure {
    Script card = new Script();
    card.expect("9071000002000000", "A04C124213C186F22399D33AC2A3021591AF");
    card.expect("90AF00002035C3E05A752E0144BAC0DE51C1F22C56B34408A23D8AEA266CAB947EA8E0118D00",
        "3FA64DB5446D1F34CD6EA311167F5E4985B89690C04A05F17FA7AB2F081206639100");
    new DesfireCard(card, fixed("13C5DB8A5930439FC3DEF9A4C675360F")).authenticate(0, new byte[16]);
    card.assertDone();
  }

  /// AN12196 tables 20 and 21: authentication with key 3, then WriteData in full mode to file 3.
  @Test
  void writeDataInFullModeIsTheExchangeOfAn12196() throws DesfireFailure {
    Script card = new Script();
    card.expect("9071000002030000", "B875CEB0E66A6C5CD00898DC371F92D191AF");
    card.expect("90AF000020FF0306E47DFBC50087C4D8A78E88E62DE1E8BE457AA477C707E2F0874916A8B100",
        "0CC9A8094A8EEA683ECAAC5C7BF20584206D0608D477110FC6B3D5D3F65C3A6A9100");
    card.expect("908D00001F030000000A00006B5E6804909962FC4E3FF5522CF0F8436C0C53315B9C73AA00",
        "C26D236E4A7C046D9100");
    DesfireCard desfire = new DesfireCard(card, fixed("B98F4C50CF1C2E084FD150E33992B048"));
    desfire.authenticate(3, new byte[16]);
    desfire.write(3, hex("0102030405060708090A"));
    card.assertDone();
  }

  /// AN12343 tables 25 and 26: WriteData, then ReadData in full mode of the 48-byte file.
  @Test
  void readDataInFullModeIsTheExchangeOfAn12343() {
    SecureMessaging keys = new SecureMessaging(hex("FFBCFE1F41840A09C9A88D0A4B10DF05"),
        hex("37E7234B11BEBEFDE41A8F290090EF80"), hex("CD73D8E5"), 0);
    byte[] secret = keys.encryptCommand(hex("22".repeat(25)));
    assertHex("D7446FBC912580C0A65E738D28B609E43ADBB8FB2B4CA68744D1BBEBB37EBD32", secret);
    assertHex("700ADF7BB9F62A6C", keys.mac(0x8D, DesfireCard.join(hex("00000000190000"), secret)));
    keys.count();
    assertHex("7CF94F122B3DB05F", keys.mac(0xAD, hex("00000000300000")));
    keys.count();
    byte[] answer = hex("8848D0F9B9FD4495770C89925B2A85C7274D350FA9029C484D43804886662DC4"
        + "2D7F40A6D7A415E4A71EFF79EB8E5721AC3BF1CAAFE8EB2CAA2DC162E67A97A3");
    assertHex("8ED7888F22B3A587", keys.mac(0x00, answer));
    assertHex("22".repeat(25) + "00".repeat(23), keys.decryptResponse(answer));
  }

  /// AN12196 section 6.16.1 (table 26): ChangeKey of a key that did not open the session.
  @Test
  void changeKeyCarriesTheChecksumOfAn12196() {
    assertHex("789DFADC", DesfireCard.crc32(hex("F3847D627727ED3BC9C4CC050489B966")));
    SecureMessaging keys = new SecureMessaging(hex("4CF3CB41A22583A61E89B158D252FC53"),
        hex("5529860B2FC5FB6154B7F28361D30BF9"), hex("7614281A"), 2);
    byte[] secret = keys.encryptCommand(hex("F3847D627727ED3BC9C4CC050489B96601789DFADC"));
    assertHex("2CF362B7BF4311FF3BE1DAA295E8C68DE09050560D19B9E16C2393AE9CD1FAC7", secret);
    assertHex("5D0CE20BCD1D06E6", keys.mac(0xC4, DesfireCard.join(hex("02"), secret)));
    keys.count();
    assertHex("203BB55D1089D587", keys.mac(0x00, new byte[0]));
  }

  private static final class Script implements CardChannel {
    private final Deque<List<String>> steps = new ArrayDeque<>();

    void expect(String apdu, String answer) {
      steps.add(List.of(apdu, answer));
    }

    void assertDone() {
      assertEquals(0, steps.size());
    }

    @Override
    public Optional<byte[]> exchange(byte[] apdu) {
      List<String> step = steps.remove();
      assertHex(step.get(0), apdu);
      return Optional.of(hex(step.get(1)));
    }
  }

  private static SecureRandom fixed(String bytes) {
    return new SecureRandom() {
      private static final long serialVersionUID = 1L;

      @Override
      public void nextBytes(byte[] out) {
        System.arraycopy(hex(bytes), 0, out, 0, out.length);
      }
    };
  }

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static void assertHex(String expected, byte[] actual) {
    assertArrayEquals(hex(expected), actual);
  }
}
