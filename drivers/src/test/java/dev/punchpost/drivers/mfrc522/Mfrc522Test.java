package dev.punchpost.drivers.mfrc522;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.drivers.contactless.SteppedTime;
import dev.punchpost.drivers.contactless.TypeACard;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.credential.ReaderEvent;
import dev.punchpost.hal.credential.ReaderEvent.Reason;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.spi.SpiDevice;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Mfrc522Test {
  private static final TypeACard ANNA = new TypeACard(HexFormat.of().parseHex("04A224B2C31D80"), 0x0044, 0x00);
  private static final TypeACard BEN = new TypeACard(HexFormat.of().parseHex("04A224B2C31D81"), 0x0044, 0x00);
  private static final TypeACard CLASSIC = new TypeACard(HexFormat.of().parseHex("DEADBEEF"), 0x0004, 0x08);

  private final Mfrc522Simulator simulator = new Mfrc522Simulator();
  private final SteppedTime time = new SteppedTime();

  private Mfrc522 open() {
    return new Mfrc522(new ReaderName("front"), simulator.spi(), simulator.resetPin(), time, time,
        Mfrc522Options.defaults());
  }

  @ParameterizedTest
  @ValueSource(strings = {"DEADBEEF", "04A224B2C31D80", "04010203040506070809"})
  void aNumberOfEachLengthIsReadWithoutItsCascadeTags(String uid) {
    simulator.present(new TypeACard(HexFormat.of().parseHex(uid), 0x0044, 0x00));
    try (Mfrc522 reader = open()) {
      assertEquals(List.of("uid:" + uid), time.events(reader, 500));
    }
  }

  @Test
  void aCardHeldOnTheReaderIsReportedOnceAndItsRemovalToo() {
    try (Mfrc522 reader = open()) {
      assertEquals(List.of(), time.events(reader, 500));
      simulator.present(ANNA);
      assertEquals(List.of("uid:04A224B2C31D80"), time.events(reader, 5_000));
      simulator.removeAll();
      assertEquals(List.of("removed"), time.events(reader, 500));
      assertEquals(1, reader.counts().presented());
    }
  }

  @Test
  void theInterruptLineWorksAsWellAsLookingAtTheRegisters() {
    simulator.present(ANNA);
    try (Mfrc522 reader = new Mfrc522(new ReaderName("front"), simulator.spi(), simulator.resetPin(),
        simulator.irqPin(), time, time, Mfrc522Options.defaults())) {
      assertEquals(List.of("uid:04A224B2C31D80"), time.events(reader, 500));
    }
  }

  @Test
  void ofTwoCardsNoneIsAccepted() {
    simulator.present(ANNA);
    simulator.present(BEN);
    try (Mfrc522 reader = open()) {
      assertEquals(List.of("SEVERAL_CARDS"), time.events(reader, 500));
      simulator.remove(ANNA);
      assertEquals(List.of(), time.events(reader, 500));
      simulator.removeAll();
      assertEquals(List.of("removed"), time.events(reader, 500));
      simulator.present(BEN);
      assertEquals(List.of("uid:04A224B2C31D81"), time.events(reader, 500));
    }
  }

  /// Cards of different kinds answer the request differently already.
  @Test
  void twoCardsOfDifferentKindsAreNotAcceptedEither() {
    simulator.present(ANNA);
    simulator.present(CLASSIC);
    try (Mfrc522 reader = open()) {
      assertEquals(List.of("SEVERAL_CARDS"), time.events(reader, 500));
    }
  }

  @Test
  void aPhonesRandomNumberIsNoIdentity() {
    simulator.present(new TypeACard(HexFormat.of().parseHex("08A1B2C3"), 0x0004, 0x20));
    try (Mfrc522 reader = open()) {
      assertEquals(List.of(Reason.RANDOM_UID.name()), time.events(reader, 500));
      assertEquals(0, reader.counts().presented());
    }
  }

  @Test
  void garbledAnswersAreCountedAndTheCardIsReadAfterwards() {
    simulator.present(ANNA);
    simulator.garble(3);
    try (Mfrc522 reader = open()) {
      assertEquals(List.of("uid:04A224B2C31D80"), time.events(reader, 1_000));
      assertEquals(3, reader.counts().rejected());
    }
  }

  @Test
  void aChipResetByADipOfItsSupplyIsSetUpAgain() {
    try (Mfrc522 reader = open()) {
      simulator.present(ANNA);
      assertEquals(List.of("uid:04A224B2C31D80"), time.events(reader, 200));
      simulator.dipPower();
      assertEquals(List.of(), time.events(reader, 500), "the card is still the same presentation");
      assertEquals(1, reader.resets());
      simulator.removeAll();
      simulator.dipPower();
      assertEquals(List.of("removed"), time.events(reader, 500));
      simulator.present(CLASSIC);
      assertEquals(List.of("uid:DEADBEEF"), time.events(reader, 500));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0x00, 0xFF})
  void noChipIsSaidWithWhatToCheck(int level) {
    simulator.disconnect(level);
    HalException e = assertThrows(HalException.class, this::open);
    assertEquals(Kind.NO_DEVICE, e.kind());
    assertTrue(e.toString().contains("MISO"), e.toString());
    assertTrue(simulator.closed(), "the bus is given back");
  }

  @Test
  void aChipThatVanishesWhileItWorksIsSaid() {
    try (Mfrc522 reader = open()) {
      simulator.disconnect(0xFF);
      HalException e = assertThrows(HalException.class, () -> reader.next(Duration.ofSeconds(1)));
      assertEquals(Kind.NO_DEVICE, e.kind());
    }
  }

  @Test
  void aChipThatHangsIsATimeoutAndNotAWaitForEver() {
    try (Mfrc522 reader = open()) {
      simulator.hang();
      HalException e = assertThrows(HalException.class, () -> reader.next(Duration.ofSeconds(1)));
      assertEquals(Kind.TIMEOUT, e.kind());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0x91, 0x92, 0x88, 0x12, 0xB2})
  void knownVersionsAndClonesAreTaken(int version) {
    Mfrc522Simulator other = new Mfrc522Simulator(version);
    try (Mfrc522 reader = new Mfrc522(new ReaderName("front"), other.spi(), other.resetPin(), time, time,
        Mfrc522Options.defaults())) {
      assertTrue(reader.chip().contains("MFRC522"), reader.chip());
    }
  }

  @Test
  void aClosedReaderSaysSo() {
    Mfrc522 reader = open();
    reader.close();
    reader.close();
    assertThrows(HalException.class, () -> reader.next(Duration.ofMillis(1)));
  }

  /// 50,000 random bytes from the bus, 1,000,000 with `-Dpunchpost.full=true`: events or a HalException, never anything
  /// else, and never without end.
  @Test
  void randomBytesFromTheBusNeverBreakTheDriver() {
    Random random = new Random(522);
    long budget = Boolean.getBoolean("punchpost.full") ? 1_000_000 : 50_000;
    long[] bytes = {0};
    while (bytes[0] < budget) {
      Mfrc522Simulator sane = new Mfrc522Simulator();
      sane.present(ANNA);
      int share = 1 + random.nextInt(200);
      SpiDevice noisy = new SpiDevice() {
        private boolean opened;

        @Override
        public byte[] transfer(byte[] out) {
          byte[] in = sane.spi().transfer(out);
          bytes[0] += in.length;
          opened |= out[0] == Mfrc522Chip.readAddress(Mfrc522Registers.VersionReg);
          for (int i = 0; opened && i < in.length; i++) {
            if (random.nextInt(share) == 0) {
              in[i] = (byte) random.nextInt();
            }
          }
          return in;
        }

        @Override
        public void close() {
          sane.spi().close();
        }
      };
      try (Mfrc522 reader = new Mfrc522(new ReaderName("front"), noisy, sane.resetPin(), time, time,
          Mfrc522Options.defaults())) {
        for (int i = 0; i < 50; i++) {
          reader.next(Duration.ofMillis(100));
        }
      } catch (HalException e) {
        assertInstanceOf(Kind.class, e.kind());
      }
    }
  }
}
