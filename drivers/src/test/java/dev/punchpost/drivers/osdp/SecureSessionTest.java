package dev.punchpost.drivers.osdp;

import static dev.punchpost.drivers.osdp.OsdpFrameTest.hex;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Keys, cryptograms and R-MAC_I are the published ones of SIA OSDP v2.2, annex E (quoted by libosdp's
/// test-sc-sia-vectors.c). The annex ends there; the messages that follow in the session were worked out with openssl
/// by `python3 drivers/src/test/resources/osdp/vectors.py`, which shares nothing with this code.
class SecureSessionTest {
  private final SecureSession panel = session();
  private final SecureSession reader = session();

  private static SecureSession session() {
    return new SecureSession(OsdpKey.DEFAULT, hex("B0B1B2B3B4B5B6B7"), hex("A0A1A2A3A4A5A6A7"));
  }

  @Test
  void annexESessionKeys() {
    assertArrayEquals(hex("BF8DC2A8329ACB8C67C6D0CD9A451682"), panel.encryptionKey());
    assertArrayEquals(hex("5E86C676603BDEE2D8BEAFE178637332"), panel.firstMacKey());
    assertArrayEquals(hex("6FDA86E857777E81132035758239172E"), panel.lastMacKey());
  }

  @Test
  void annexECryptogramsAndFirstReplyMac() {
    assertArrayEquals(hex("FDE5D2F428EC16312471EA3C02BD7796"), panel.clientCryptogram());
    assertArrayEquals(hex("26D3356E07762D262801FC8E6665A891"), panel.serverCryptogram());
    assertArrayEquals(hex("B2A30057EB98BA2229EC1F875662B524"), panel.initialReplyMac());
  }

  @Test
  void aConversationHasTheBytesThatOpensslGives() {
    says(panel, reader, false, 2, Osdp.POLL, "", "53010e000e02156086da777e904f");
    says(reader, panel, true, 2, Osdp.RAW, "00001a00bdd93740",
        "53811e000e0218507406275f2f5576875a4c9a703cd2fab300693955dc66");
    says(panel, reader, false, 3, Osdp.LED, "0000020200020002000000000000",
        "53011e000f021769ba4e50c5770ea2c3b3733e1352eb811c84e2e4f8abf2");
    says(reader, panel, true, 3, Osdp.ACK, "", "53810e000f021640c0faa96bc2fc");
    says(panel, reader, false, 1, Osdp.TEXT, "00010001010a30313233343536373839",
        "53012e000d02176b1aa58a95bed904c6a0e4afcec4e6bd8aa7517aa06631240de9545024b2194e49e3420d6d35a9");
    says(reader, panel, true, 1, Osdp.ACK, "", "53810e000d02164024b1df9f47dd");
  }

  private static void says(SecureSession from, SecureSession to, boolean reply, int sequence, int code, String data,
      String line) {
    OsdpFrame frame = from.seal(reply, 1, sequence, true, code, hex(data));
    assertEquals(line, HexFormat.of().formatHex(frame.encoded()));
    byte[] read = to.open(OsdpFrame.decode(hex(line), 0, line.length() / 2).orElseThrow()).orElseThrow();
    assertEquals(HexFormat.of().formatHex(new byte[]{(byte) code}) + data, HexFormat.of().formatHex(read));
  }

  @Test
  void aChangedMessageIsRefused() {
    OsdpFrame first = panel.seal(false, 1, 2, true, Osdp.LED, new byte[14]);
    byte[] body = first.body().clone();
    body[5] ^= 1;
    assertEquals(Optional.empty(), reader.open(OsdpFrame.of(1, false, 2, true, first.security(), body)));
  }

  @Test
  void aMessageFromBeforeIsRefused() {
    OsdpFrame first = panel.seal(false, 1, 2, true, Osdp.POLL, new byte[0]);
    assertEquals(1, reader.open(first).orElseThrow().length);
    OsdpFrame answer = reader.seal(true, 1, 2, true, Osdp.ACK, new byte[0]);
    assertEquals(Optional.empty(), reader.open(first), "the command again");
    assertEquals(1, panel.open(answer).orElseThrow().length);
    panel.seal(false, 1, 3, true, Osdp.POLL, new byte[0]);
    assertEquals(Optional.empty(), panel.open(answer), "the reply again");
  }

  @Test
  void aMessageTooShortForAMacIsRefused() {
    assertEquals(Optional.empty(), panel.open(OsdpFrame.of(1, true, 1, true, hex("0216"), hex("4041"))));
    assertEquals(Optional.empty(), panel.open(OsdpFrame.of(1, true, 1, true, hex("0218"), hex("50414141414141"))));
  }

  @Test
  void aKeyIsNeverShown() {
    assertEquals("SCBK(hidden)", OsdpKey.parse("000102030405060708090A0B0C0D0E0F").toString());
    assertEquals("SCBK-D", OsdpKey.DEFAULT.toString());
  }
}
