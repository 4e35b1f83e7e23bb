package dev.punchpost.drivers.pn532;

import dev.punchpost.drivers.contactless.CardChannel;
import dev.punchpost.drivers.contactless.CardIdentifier;
import dev.punchpost.drivers.contactless.CardStation;
import dev.punchpost.drivers.contactless.FieldPolling;
import dev.punchpost.drivers.contactless.FieldView;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.credential.BadgeReader;
import dev.punchpost.hal.credential.ReaderCounts;
import dev.punchpost.hal.credential.ReaderEvent;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.i2c.I2cDevice;
import dev.punchpost.hal.serial.SerialLink;
import dev.punchpost.hal.spi.SpiDevice;
import dev.punchpost.hal.time.Pause;
import dev.punchpost.hal.time.Ticker;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A PN532 module: reads ISO 14443 type A cards by their UID, or by what a [CardIdentifier] asks them. One thread owns
/// it; [#close()] may come from any thread.
///
/// A chip that lost its power for a moment is set up again; one that stays silent is [Kind#TIMEOUT].
public final class Pn532 implements BadgeReader, CardStation {
  private static final Logger LOG = LoggerFactory.getLogger(Pn532.class);

  static final int GET_FIRMWARE_VERSION = 0x02;
  static final int SAM_CONFIGURATION = 0x14;
  static final int RF_CONFIGURATION = 0x32;
  static final int IN_DATA_EXCHANGE = 0x40;
  static final int IN_LIST_PASSIVE_TARGET = 0x4A;

  private static final int IC = 0x32;
  private static final int RF_FIELD = 0x01;
  private static final int MAX_RETRIES = 0x05;
  private static final byte TYPE_A_106 = 0x00;
  private static final byte TARGETS = 2;
  private static final Duration SHORT = Duration.ofMillis(100);
  /// Request, anticollision on three levels, select and RATS of two cards.
  private static final Duration LISTING = Duration.ofMillis(400);
  /// A card may ask for more time (ISO 14443-4 S(WTX)).
  private static final Duration EXCHANGE = Duration.ofSeconds(1);
  /// ISO/IEC 14443-3 section 5: a card is ready 5 ms after the field came up.
  private static final Duration POWER_UP = Duration.ofMillis(5);

  private final ReaderName name;
  private final Pn532Link link;
  private final Pause pause;
  private final Pn532Host host;
  private final FieldPolling polling;
  private final String chipName;
  private long unclear;
  private long restarts;
  private boolean cardsWereActive;

  /// Over a serial line of 115200 8N1. Takes the line over.
  ///
  /// @throws HalException TIMEOUT if nobody answers, NO_DEVICE if it is no PN532; the line is closed then
  public static Pn532 overSerial(ReaderName name, SerialLink serial, CardIdentifier identifier, Ticker ticker,
      Pause pause, Pn532Options options) {
    return new Pn532(name, new HsuLink(serial, pause), identifier, ticker, pause, options);
  }

  /// Over I²C, address 0x24.
  ///
  /// @throws HalException as for [#overSerial]; NO_DEVICE also if nobody acknowledges the address
  public static Pn532 overI2c(ReaderName name, I2cDevice i2c, CardIdentifier identifier, Ticker ticker, Pause pause,
      Pn532Options options) {
    return new Pn532(name, new I2cLink(i2c, pause), identifier, ticker, pause, options);
  }

  /// Over SPI, mode 0, at most 5 MHz.
  ///
  /// @throws HalException as for [#overSerial]
  public static Pn532 overSpi(ReaderName name, SpiDevice spi, CardIdentifier identifier, Ticker ticker, Pause pause,
      Pn532Options options) {
    return new Pn532(name, new SpiLink(spi, pause), identifier, ticker, pause, options);
  }

  private Pn532(ReaderName name, Pn532Link link, CardIdentifier identifier, Ticker ticker, Pause pause,
      Pn532Options options) {
    this.name = name;
    this.link = link;
    this.pause = pause;
    host = new Pn532Host(link);
    polling = new FieldPolling(name, ticker, pause, options.interval(), card -> identifier.identify(card, channel()));
    try {
      chipName = start();
    } catch (HalException e) {
      close();
      throw new HalException(e.kind(), "reader " + name + ": " + e.getMessage(), e);
    }
    LOG.info("reader {}: {}", name, chipName);
  }

  /// What answered, such as `PN532 firmware 1.6`, for `doctor`.
  public String chip() {
    return chipName;
  }

  /// How often the chip had to be set up again.
  public long restarts() {
    return restarts;
  }

  @Override
  public Optional<ReaderEvent> next(Duration timeout) {
    return polling.next(timeout, this::look);
  }

  /// For issuing cards; [#next] does it by itself.
  @Override
  public FieldView look() {
    try {
      return list();
    } catch (HalException e) {
      if (e.kind() != Kind.TIMEOUT && e.kind() != Kind.NO_DEVICE) {
        throw e;
      }
      // A chip that lost its power for a moment sleeps, and would search for ever once woken.
      LOG.warn("reader {}: the PN532 went silent and is set up again: {}", name, e.getMessage());
      restarts++;
      cardsWereActive = false;
      start();
      return list();
    }
  }

  @Override
  public CardChannel channel() {
    return this::exchange;
  }

  @Override
  public ReaderCounts counts() {
    return new ReaderCounts(polling.presented(), unclear + host.retries(), link.noise());
  }

  @Override
  public void close() {
    polling.close();
    link.close();
  }

  private String start() {
    link.wakeUp();
    // Normal mode, no time-out for a virtual card, the IRQ line not used (section 7.2.10).
    host.command(SAM_CONFIGURATION, new byte[]{0x01, 0x00, 0x00}, SHORT);
    byte[] version = host.command(GET_FIRMWARE_VERSION, new byte[0], SHORT);
    if (version.length != 4 || version[0] != IC) {
      throw new HalException(Kind.NO_DEVICE, "what answers is no PN532");
    }
    // Section 7.3.1: one attempt to find a card; the default is to search until one comes, and to answer nothing else.
    host.command(RF_CONFIGURATION, new byte[]{MAX_RETRIES, 0x00, 0x01, 0x00}, SHORT);
    return "PN532 firmware " + (version[1] & 0xFF) + "." + (version[2] & 0xFF);
  }

  private FieldView list() {
    if (cardsWereActive) {
      // A card that was selected answers no request until it has lost its power.
      host.command(RF_CONFIGURATION, new byte[]{RF_FIELD, 0x00}, SHORT);
      pause.within("PN532", POWER_UP);
      host.command(RF_CONFIGURATION, new byte[]{RF_FIELD, 0x01}, SHORT);
      pause.within("PN532", POWER_UP);
    }
    FieldView view = Targets.parse(host.command(IN_LIST_PASSIVE_TARGET, new byte[]{TARGETS, TYPE_A_106}, LISTING));
    cardsWereActive = !(view instanceof FieldView.Empty);
    if (view instanceof FieldView.Unclear) {
      unclear++;
    }
    return view;
  }

  /// InDataExchange with target 1 (section 7.3.8); bits 0 to 5 of the status are zero if the card answered.
  private Optional<byte[]> exchange(byte[] apdu) {
    byte[] parameters = new byte[apdu.length + 1];
    parameters[0] = 1;
    System.arraycopy(apdu, 0, parameters, 1, apdu.length);
    byte[] answer = host.command(IN_DATA_EXCHANGE, parameters, EXCHANGE);
    return answer.length == 0 || (answer[0] & 0x3F) != 0
        ? Optional.empty()
        : Optional.of(Arrays.copyOfRange(answer, 1, answer.length));
  }
}
