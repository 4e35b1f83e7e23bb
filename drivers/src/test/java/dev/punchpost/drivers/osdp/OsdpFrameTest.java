package dev.punchpost.drivers.osdp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Exact bytes. "Annex E" is SIA OSDP v2.2, annex E (examples), as quoted by libosdp's test-sc-sia-vectors.c; the
/// other messages were recorded from real readers and are quoted from public issue threads, named beside them.
class OsdpFrameTest {
  private static final HexFormat HEX = HexFormat.of();

  @Test
  void annexECrcExamples() {
    // COMSET to everybody: address 0, 9600 baud.
    assertLine("537F0D00046E00802500006E38", OsdpFrame.of(0x7F, false, 0, true, OsdpFrame.NO_SECURITY,
        hex("6E0080250000")));
    // ID to address 0.
    assertLine("530009000461 00C066", OsdpFrame.of(0, false, 0, true, OsdpFrame.NO_SECURITY, hex("6100")));
  }

  @Test
  void annexEChecksumExamples() {
    assertLine("537F0C00006E00802500000F", OsdpFrame.of(0x7F, false, 0, false, OsdpFrame.NO_SECURITY,
        hex("6E0080250000")));
    assertLine("53000800006100 44", OsdpFrame.of(0, false, 0, false, OsdpFrame.NO_SECURITY, hex("6100")));
  }

  @Test
  void pollAsOsdpNetSendsIt() {
    // OSDP.Net, PollCommandTest: sequence 2, with CRC and with checksum.
    assertLine("530008000660 89CC", OsdpFrame.of(0, false, 2, true, OsdpFrame.NO_SECURITY, hex("60")));
    assertLine("530007000260 44", OsdpFrame.of(0, false, 2, false, OsdpFrame.NO_SECURITY, hex("60")));
  }

  @Test
  void anIdentityOfARealReaderIsRead() {
    // libosdp issue 274: the panel's ID to address 1, and the reader's answer, each with a marking byte.
    assertLine("53010900046100 6023", OsdpFrame.of(1, false, 0, true, OsdpFrame.NO_SECURITY, hex("6100")));
    OsdpFrame frame = scanned("FF 53 81 14 00 04 45 18 68 CB 00 00 68 44 96 B7 02 01 00 F4 0C");
    assertEquals(1, frame.address());
    assertEquals(0, frame.sequence());
    assertEquals(Osdp.PDID, frame.code());
    PdIdentity identity = PdIdentity.decode(frame.data()).orElseThrow();
    assertEquals(new PdIdentity("1868CB", 0, 0, 0xB7964468L, "2.1.0"), identity);
  }

  @Test
  void capabilitiesOfARealReaderAreRead() {
    // libosdp issue 39, an OSM-1000; its next reply is a NAK 6 to the challenge.
    OsdpFrame frame = scanned("FF 53 80 23 00 05 46 01 01 02 02 01 01 03 01 00 04 02 01 08 01 00 09 01 01 0A 00 02"
        + " 0D 00 01 10 01 00 D9 08");
    PdCapabilities capabilities = PdCapabilities.decode(frame.data());
    assertTrue(capabilities.light());
    assertFalse(capabilities.sound());
    assertEquals(0, capabilities.textRows());
    OsdpFrame nak = scanned("FF 53 80 09 00 06 41 06 A0 BA");
    assertEquals(Osdp.NAK, nak.code());
    assertEquals(Osdp.NAK_SECURITY_CONDITIONS, nak.data()[0]);
  }

  @Test
  void aSecurityBlockIsSetApart() {
    // OSDP.Net, PollCommandTest: security block 02 15 before the code (that test stops short of the MAC).
    OsdpFrame frame = OsdpFrame.of(0, false, 2, true, hex("0215"), hex("60"));
    assertLine("53000A000E021560 3038", frame);
    OsdpFrame read = OsdpFrame.decode(frame.encoded(), 0, 10).orElseThrow();
    assertEquals(Osdp.SCS_15, read.securityType());
    assertArrayEquals(hex("60"), read.body());
  }

  @Test
  void aWrongBitAnywhereIsNoticed() {
    byte[] line = hex("53811400044518 68CB0000684496B7020100F40C");
    for (int bit = 0; bit < line.length * 8; bit++) {
      byte[] wrong = line.clone();
      wrong[bit / 8] ^= (byte) (1 << bit % 8);
      // A message whose control byte says "checksum" is as long, but its sum is not the CRC's byte.
      assertEquals(Optional.empty(), OsdpFrame.decode(wrong, 0, wrong.length), "bit " + bit);
    }
  }

  @Test
  void lengthsThatLeadNowhereAreRefused() {
    assertEquals(Optional.empty(), OsdpFrame.decode(hex("538006"), 0, 3));
    // A security block longer than the message, and one of length 1, both with a right check.
    for (String block : new String[]{"20", "01", "00"}) {
      byte[] covered = hex("53800A000C" + block + "1560");
      byte[] line = java.util.Arrays.copyOf(covered, 10);
      int crc = OsdpFrame.crc(covered, covered.length);
      line[8] = (byte) crc;
      line[9] = (byte) (crc >> 8);
      assertEquals(Optional.empty(), OsdpFrame.decode(line, 0, line.length), block);
    }
  }

  @Test
  void ourOwnEchoNoiseAndHalfAMessageAreSkipped() {
    OsdpScanner scanner = new OsdpScanner(true);
    String echo = "FF53010900046100 6023";
    String half = "53810900";
    byte[] all = hex(echo + "00 53 53 FF" + half + "FF 53 80 09 00 06 41 06 A0 BA");
    scanner.feed(all, all.length);
    // The half message says how long it is: its end may still come.
    Optional<OsdpFrame> found = scanner.next();
    if (found.isEmpty()) {
      found = scanner.giveUp();
    }
    assertEquals(Osdp.NAK, found.orElseThrow().code());
    assertTrue(scanner.noise() > 0);
  }

  private static OsdpFrame scanned(String hex) {
    OsdpScanner scanner = new OsdpScanner(true);
    byte[] bytes = hex(hex);
    // One byte at a time, as a slow line gives them.
    for (int i = 0; i < bytes.length; i++) {
      assertEquals(Optional.empty(), scanner.next());
      scanner.feed(new byte[]{bytes[i]}, 1);
    }
    return scanner.next().orElseThrow();
  }

  private static void assertLine(String hex, OsdpFrame frame) {
    assertEquals(HEX.formatHex(hex(hex)), HEX.formatHex(frame.encoded()));
    assertArrayEquals(frame.body(), OsdpFrame.decode(frame.encoded(), 0, frame.encoded().length).orElseThrow().body());
  }

  static byte[] hex(String hex) {
    return HEX.parseHex(hex.replace(" ", ""));
  }
}
