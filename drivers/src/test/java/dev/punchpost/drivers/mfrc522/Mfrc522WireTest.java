package dev.punchpost.drivers.mfrc522;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.drivers.contactless.SteppedTime;
import dev.punchpost.drivers.contactless.TypeACard;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.spi.SpiDevice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What goes over the wires, byte by byte, against NXP MFRC522 Rev. 3.9 and ISO/IEC 14443-3.
class Mfrc522WireTest {
  private final Mfrc522Simulator simulator = new Mfrc522Simulator();
  private final List<String> sent = new ArrayList<>();
  private final SpiDevice spi = new SpiDevice() {
    @Override
    public byte[] transfer(byte[] out) {
      sent.add(HexFormat.of().withUpperCase().formatHex(out));
      return simulator.spi().transfer(out);
    }

    @Override
    public void close() {
      simulator.spi().close();
    }
  };
  private final SteppedTime time = new SteppedTime();

  private Mfrc522 open() {
    return new Mfrc522(new ReaderName("front"), spi, simulator.resetPin(), time, time, Mfrc522Options.defaults());
  }

  /// Section 8.1.2.3, table 8: bit 7 is 1 for a read, bits 6 to 1 are the address, bit 0 is 0.
  @Test
  void addressBytesAreAsInTable8() {
    assertEquals((byte) 0xEE, Mfrc522Chip.readAddress(0x37));
    assertEquals((byte) 0x12, Mfrc522Chip.writeAddress(0x09));
    assertEquals((byte) 0x92, Mfrc522Chip.readAddress(0x09));
  }

  @Test
  void theStartSetsTheChipUpForTypeA() {
    open().close();
    assertEquals(List.of(
        "8200", // CommandReg: is the oscillator up (PowerDown, bit 4)?
        "020F", // CommandReg = SoftReset (10.3.1.10)
        "8200", // again
        "5480", // TModeReg = TAuto, prescaler high nibble 0
        "56A9", // TPrescalerReg = 169: 13.56 MHz / 339 = 40 kHz
        "5800", // TReloadRegH
        "5A28", // TReloadRegL = 40 ticks of 25 us
        "2A40", // TxASKReg = Force100ASK
        "223D", // ModeReg: CRC preset 6363h
        "4C50", // RFCfgReg: RxGain 101b = 38 dB
        "A800", "2883", // TxControlReg: Tx1RFEn and Tx2RFEn
        "EE00", // VersionReg
        "D4AAA8CC00"), // TModeReg, TxASKReg, TxControlReg, RFCfgReg, read in one go
        sent.subList(0, 14));
  }

  /// ISO/IEC 14443-3 table 3 and section 6.5: short frame 52h, then 93h 20h, the select with BCC and CRC_A, the halt.
  @Test
  void aCardWithFourBytesIsSelectedAsTheStandardSays() {
    simulator.present(new TypeACard(HexFormat.of().parseHex("DEADBEEF"), 0x0004, 0x08));
    try (Mfrc522 reader = open()) {
      sent.clear();
      reader.next(Duration.ofMillis(1));
    }
    List<String> frames = sent.stream().filter(s -> s.startsWith("12")).map(s -> s.substring(2)).toList();
    assertEquals(List.of("52", "9320", "9370DEADBEEF22" + "B99C", "500057CD", "26"), frames);
    // The request is a short frame: seven bits (BitFramingReg, TxLastBits), sent by StartSend.
    assertTrue(sent.containsAll(List.of("1A07", "1A87")), sent.toString());
  }

  /// The cascade levels of ISO/IEC 14443-3 section 6.5.4: 93h, 95h, 97h, with the cascade tag 88h in front.
  @Test
  void aCardWithTenBytesIsSelectedOnThreeLevels() {
    simulator.present(new TypeACard(HexFormat.of().parseHex("04010203040506070809"), 0x0084, 0x20));
    try (Mfrc522 reader = open()) {
      sent.clear();
      reader.next(Duration.ofMillis(1));
    }
    List<String> frames = sent.stream().filter(s -> s.startsWith("12")).map(s -> s.substring(2)).toList();
    assertEquals(List.of("9320", "9520", "9720"), frames.stream().filter(f -> f.length() == 4).toList());
    assertTrue(frames.get(2).startsWith("937088040102"), frames.get(2));
    assertTrue(frames.get(4).startsWith("957088030405"), frames.get(4));
    assertTrue(frames.get(6).startsWith("977006070809"), frames.get(6));
  }
}
