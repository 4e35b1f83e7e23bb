package dev.punchpost.drivers.pn532;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.drivers.contactless.CardIdentifier;
import dev.punchpost.drivers.contactless.FieldView;
import dev.punchpost.drivers.contactless.SteppedTime;
import dev.punchpost.drivers.contactless.TypeACard;
import dev.punchpost.drivers.desfire.DesfireApplication;
import dev.punchpost.drivers.desfire.DesfireBadge;
import dev.punchpost.drivers.desfire.DesfireIssuer;
import dev.punchpost.drivers.desfire.SimulatedDesfire;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.serial.SerialLink;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class Pn532Test {
  private enum Over {
    SERIAL,
    I2C,
    SPI
  }

  private static final TypeACard ANNA = new TypeACard(HexFormat.of().parseHex("04A224B2C31D80"), 0x0044, 0x00);
  private static final TypeACard BEN = new TypeACard(HexFormat.of().parseHex("DEADBEEF"), 0x0004, 0x08);
  private static final TypeACard CARLA = new TypeACard(HexFormat.of().parseHex("04112233445566"), 0x0344, 0x20);
  private static final ReaderName FRONT = new ReaderName("front");

  private final SteppedTime time = new SteppedTime();
  private final Pn532Simulator chip = new Pn532Simulator();
  private final SecureRandom random = new SecureRandom();
  private final DesfireApplication application = new DesfireApplication(DesfireApplication.DEFAULT_AID,
      HexFormat.of().parseHex("00112233445566778899AABBCCDDEEFF"));

  private Pn532 open(Over over, CardIdentifier identifier) {
    SimulatedLinks links = new SimulatedLinks(chip, time);
    return switch (over) {
      case SERIAL -> Pn532.overSerial(FRONT, links.serial(), identifier, time, time, Pn532Options.defaults());
      case I2C -> Pn532.overI2c(FRONT, links.i2c(), identifier, time, time, Pn532Options.defaults());
      case SPI -> Pn532.overSpi(FRONT, links.spi(), identifier, time, time, Pn532Options.defaults());
    };
  }

  private Pn532 open(Over over) {
    return open(over, CardIdentifier.byUid());
  }

  @ParameterizedTest
  @EnumSource(Over.class)
  void aCardHeldOnTheReaderIsReportedOnceAndItsRemovalToo(Over over) {
    try (Pn532 reader = open(over)) {
      assertEquals(List.of(), time.events(reader, 500));
      chip.present(ANNA);
      assertEquals(List.of("uid:04A224B2C31D80"), time.events(reader, 3_000));
      chip.removeAll();
      assertEquals(List.of("removed"), time.events(reader, 1_000));
      chip.present(BEN);
      assertEquals(List.of("uid:DEADBEEF"), time.events(reader, 1_000));
      assertEquals(2, reader.counts().presented());
      assertEquals(0, reader.counts().rejected());
    }
  }

  @ParameterizedTest
  @EnumSource(Over.class)
  void aDesfireBadgeIsIssuedThenKnownByItsNumberOverEveryLink(Over over) {
    SimulatedDesfire desfire = new SimulatedDesfire(random);
    chip.present(CARLA, desfire);
    try (Pn532 reader = open(over, new DesfireBadge(application, random))) {
      assertInstanceOf(FieldView.One.class, reader.look());
      DesfireIssuer.Result.Issued issued = assertInstanceOf(DesfireIssuer.Result.Issued.class,
          new DesfireIssuer(application, random).issue(CARLA, reader.channel()));
      assertEquals(List.of(issued.number().id().canonical()), time.events(reader, 1_000));
      chip.removeAll();
      assertEquals(List.of("removed"), time.events(reader, 1_000));
      SimulatedDesfire copy = new SimulatedDesfire(random);
      copy.copyWithoutKeys(desfire);
      chip.present(CARLA, copy);
      assertEquals(List.of("NOT_AUTHENTIC"), time.events(reader, 1_000));
    }
  }

  @Test
  void aDesfireTakenAwayWhileItIsReadIsTold() {
    SimulatedDesfire desfire = new SimulatedDesfire(random);
    chip.present(CARLA, desfire);
    try (Pn532 reader = open(Over.SERIAL, new DesfireBadge(application, random))) {
      reader.look();
      assertInstanceOf(DesfireIssuer.Result.Issued.class,
          new DesfireIssuer(application, random).issue(CARLA, reader.channel()));
      desfire.removeAfter(2);
      assertEquals(List.of("TAKEN_TOO_SOON"), time.events(reader, 500));
    }
  }

  @Test
  void ofTwoCardsNoneIsAccepted() {
    chip.present(ANNA);
    chip.present(BEN);
    try (Pn532 reader = open(Over.SERIAL)) {
      assertEquals(List.of("SEVERAL_CARDS"), time.events(reader, 1_000));
    }
  }

  @Test
  void aPhonesRandomNumberIsNoIdentity() {
    chip.present(new TypeACard(HexFormat.of().parseHex("08A1B2C3"), 0x0004, 0x20));
    try (Pn532 reader = open(Over.SERIAL)) {
      assertEquals(List.of("RANDOM_UID"), time.events(reader, 1_000));
    }
  }

  @Test
  void aDesfireWithARandomNumberIsNoIdentity() {
    chip.present(new TypeACard(HexFormat.of().parseHex("80A1B2C3"), 0x0304, 0x20), new SimulatedDesfire(random));
    try (Pn532 reader = open(Over.SERIAL, new DesfireBadge(application, random))) {
      assertEquals(List.of("RANDOM_UID"), time.events(reader, 1_000));
    }
  }

  @ParameterizedTest
  @EnumSource(Over.class)
  void anAnswerWithAWrongChecksumIsAskedForAgain(Over over) {
    chip.present(ANNA);
    try (Pn532 reader = open(over)) {
      chip.spoil(1);
      assertEquals(List.of("uid:04A224B2C31D80"), time.events(reader, 200));
      assertEquals(1, reader.counts().rejected());
    }
  }

  @ParameterizedTest
  @EnumSource(Over.class)
  void aCommandWhoseAcknowledgementIsLostIsSentAgain(Over over) {
    chip.present(ANNA);
    try (Pn532 reader = open(over)) {
      chip.loseAcks(2);
      assertEquals(List.of("uid:04A224B2C31D80"), time.events(reader, 200));
    }
  }

  @ParameterizedTest
  @EnumSource(Over.class)
  void aChipResetByADipOfItsSupplyIsSetUpAgain(Over over) {
    try (Pn532 reader = open(over)) {
      chip.present(ANNA);
      assertEquals(List.of("uid:04A224B2C31D80"), time.events(reader, 300));
      chip.removeAll();
      assertEquals(List.of("removed"), time.events(reader, 1_000));
      chip.dipPower();
      assertEquals(List.of(), time.events(reader, 2_000));
      assertEquals(1, reader.restarts());
      chip.present(BEN);
      assertEquals(List.of("uid:DEADBEEF"), time.events(reader, 1_000));
    }
  }

  @ParameterizedTest
  @EnumSource(Over.class)
  void aSilentChipIsATimeoutAndNotAWaitForEver(Over over) {
    chip.mute();
    HalException e = assertThrows(HalException.class, () -> open(over));
    assertEquals(Kind.TIMEOUT, e.kind());
    assertTrue(e.toString().contains("front"), e.toString());
  }

  @Test
  void noiseOnTheLineIsCountedAndSkipped() {
    try (Pn532 reader = open(Over.SERIAL)) {
      chip.say(HexFormat.of().parseHex("4711 0815".replace(" ", "")));
      chip.present(ANNA);
      assertEquals(List.of("uid:04A224B2C31D80"), time.events(reader, 300));
    }
  }

  @Test
  void aClosedReaderSaysSo() {
    Pn532 reader = open(Over.SERIAL);
    reader.close();
    reader.close();
    assertThrows(HalException.class, () -> reader.next(Duration.ofMillis(1)));
  }

  /// 50,000 bytes of a serial line that lies, 1,000,000 with `-Dpunchpost.full=true`: events or a HalException, never
  /// anything else, and never without end.
  @Test
  void aLineFullOfNoiseNeverBreaksTheDriver() {
    Random noise = new Random(5320);
    long budget = Boolean.getBoolean("punchpost.full") ? 1_000_000 : 50_000;
    long[] bytes = {0};
    while (bytes[0] < budget) {
      Pn532Simulator other = new Pn532Simulator();
      other.present(CARLA, new SimulatedDesfire(random));
      SerialLink sane = new SimulatedLinks(other, time).serial();
      int share = 1 + noise.nextInt(40);
      SerialLink noisy = new SerialLink() {
        private int reads;

        @Override
        public int read(byte[] buffer, Duration timeout) {
          int n = sane.read(buffer, timeout);
          reads++;
          if (reads > 8 && noise.nextInt(share) == 0) {
            n = 1 + noise.nextInt(buffer.length);
            for (int i = 0; i < n; i++) {
              buffer[i] = (byte) noise.nextInt();
            }
          } else if (reads > 8 && n > 0 && noise.nextInt(share) == 0) {
            buffer[noise.nextInt(n)] = (byte) noise.nextInt();
          }
          bytes[0] += n + 1;
          return n;
        }

        @Override
        public void write(byte[] out) {
          sane.write(out);
        }

        @Override
        public void discardInput() {
          sane.discardInput();
        }

        @Override
        public void close() {
          sane.close();
        }
      };
      try (Pn532 reader = Pn532.overSerial(FRONT, noisy, new DesfireBadge(application, random), time, time,
          Pn532Options.defaults())) {
        for (int i = 0; i < 50; i++) {
          reader.next(Duration.ofMillis(100));
        }
      } catch (HalException e) {
        assertInstanceOf(Kind.class, e.kind());
      }
    }
  }
}
