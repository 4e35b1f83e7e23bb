package dev.punchpost.drivers.pn532;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.punchpost.drivers.contactless.CardIdentifier;
import dev.punchpost.drivers.contactless.FieldView;
import dev.punchpost.drivers.contactless.SteppedTime;
import dev.punchpost.drivers.contactless.TypeACard;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.serial.SerialLink;
import dev.punchpost.hal.spi.SpiDevice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What goes over the wires, against UM0701-02.
class Pn532WireTest {
  private final SteppedTime time = new SteppedTime();
  private final Pn532Simulator chip = new Pn532Simulator();
  private final SimulatedLinks links = new SimulatedLinks(chip, time);
  private final List<String> sent = new ArrayList<>();

  @Test
  void overSerialTheChipIsWokenConfiguredAndAskedForCards() {
    SerialLink serial = links.serial();
    SerialLink tapped = new SerialLink() {
      @Override
      public int read(byte[] buffer, Duration timeout) {
        return serial.read(buffer, timeout);
      }

      @Override
      public void write(byte[] bytes) {
        note(bytes);
        serial.write(bytes);
      }

      @Override
      public void discardInput() {
        serial.discardInput();
      }

      @Override
      public void close() {
        serial.close();
      }
    };
    chip.present(new TypeACard(HexFormat.of().parseHex("04A224B2C31D80"), 0x0044, 0x00));
    try (Pn532 reader = Pn532.overSerial(new ReaderName("front"), tapped, CardIdentifier.byUid(), time, time,
        Pn532Options.defaults())) {
      assertEquals("PN532 firmware 1.6", reader.chip());
      reader.look();
      reader.look();
    }
    assertEquals(List.of(
        "55550000000000000000000000000000", // wake-up, 7.2.11
        "0000FF05FBD41401000017" + "00", // SAMConfiguration: normal mode, 7.2.10
        "0000FF02FED4022A00", // GetFirmwareVersion, 7.2.2
        "0000FF06FAD43205000100F4" + "00", // RFConfiguration: MaxRetries 00 01 00, 7.3.1
        "0000FF04FCD44A0200E000", // InListPassiveTarget: two, 106 kbit/s type A, 7.3.5
        "0000FF04FCD4320100F900", // RF field off
        "0000FF04FCD4320101F800", // RF field on
        "0000FF04FCD44A0200E000"), sent);
  }

  /// Section 6.2.5: least significant bit first; 01h writes, 02h reads the status, 03h reads data.
  @Test
  void overSpiTheBitsAreTurnedRound() {
    assertArrayEquals(HexFormat.of().parseHex("80C04000FF2B"), SpiLink.turned(HexFormat.of().parseHex("01030200FFD4")));
    SpiDevice spi = links.spi();
    SpiDevice tapped = new SpiDevice() {
      @Override
      public byte[] transfer(byte[] out) {
        note(out);
        return spi.transfer(out);
      }

      @Override
      public void close() {
        spi.close();
      }
    };
    Pn532.overSpi(new ReaderName("front"), tapped, CardIdentifier.byUid(), time, time, Pn532Options.defaults()).close();
    assertEquals("4000", sent.get(0), "wake-up by the chip select: a status read");
    assertEquals("80" + "0000FFA0DF2B2880" + "0000E800", sent.get(1), "data write, then SAMConfiguration turned round");
    assertEquals("4000", sent.get(2), "status");
    assertEquals("C0000000000000", sent.get(3), "data read of six bytes, the acknowledgement");
  }

  /// Section 7.3.5: number of targets, then Tg, SENS_RES, SEL_RES, length and bytes of NFCID1.
  @ParameterizedTest
  @CsvSource({
    "01 01 0004 08 04 DEADBEEF, DEADBEEF, 4, 8",
    "01 01 0044 00 07 04A224B2C31D80, 04A224B2C31D80, 44, 0",
    "01 01 0344 20 07 04A224B2C31D80 067577810280, 04A224B2C31D80, 344, 20",
    "01 01 0044 00 08 8804A224B2C31D80, 04A224B2C31D80, 44, 0",
    "01 01 0084 00 0C 880401028803040506070809, 04010203040506070809, 84, 0"})
  void aTargetIsReadAsTheManualSays(String answer, String uid, String atqa, String sak) {
    FieldView view = Targets.parse(HexFormat.of().parseHex(answer.replace(" ", "")));
    FieldView.One one = assertInstanceOf(FieldView.One.class, view);
    assertEquals(new TypeACard(HexFormat.of().parseHex(uid), HexFormat.fromHexDigits(atqa),
        HexFormat.fromHexDigits(sak)), one.card());
  }

  @Test
  void noTargetTwoTargetsAndNonsenseAreToldApart() {
    assertEquals(new FieldView.Empty(), Targets.parse(new byte[]{0}));
    assertEquals(new FieldView.Several(),
        Targets.parse(HexFormat.of().parseHex("0201000408" + "04DEADBEEF" + "02000408" + "04DEADBEEE")));
    for (String nonsense : List.of("", "01", "010100040804DEADBE", "010100040805DEADBEEF00", "0101000408FF")) {
      assertEquals(new FieldView.Unclear(), Targets.parse(HexFormat.of().parseHex(nonsense)), nonsense);
    }
  }

  private void note(byte[] bytes) {
    sent.add(HexFormat.of().withUpperCase().formatHex(bytes));
  }
}
