package dev.punchpost.kiosk;

import dev.punchpost.drivers.blebadge.BleBadge;
import dev.punchpost.drivers.blebadge.BleBadgeOptions;
import dev.punchpost.drivers.contactless.CardIdentifier;
import dev.punchpost.drivers.desfire.DesfireApplication;
import dev.punchpost.drivers.desfire.DesfireBadge;
import dev.punchpost.drivers.max17048.Max17048;
import dev.punchpost.drivers.mfrc522.Mfrc522;
import dev.punchpost.drivers.mfrc522.Mfrc522Options;
import dev.punchpost.drivers.mfrc522.Mfrc522Options.RxGain;
import dev.punchpost.drivers.osdp.OsdpBus;
import dev.punchpost.drivers.osdp.OsdpEvent;
import dev.punchpost.drivers.osdp.OsdpKey;
import dev.punchpost.drivers.osdp.OsdpOptions;
import dev.punchpost.drivers.osdp.OsdpReaderOptions;
import dev.punchpost.drivers.osdp.OsdpSecurity;
import dev.punchpost.drivers.pcsc.Pcsc;
import dev.punchpost.drivers.pn532.Pn532;
import dev.punchpost.drivers.pn532.Pn532Options;
import dev.punchpost.drivers.rdm6300.Rdm6300;
import dev.punchpost.drivers.serialline.SerialLine;
import dev.punchpost.drivers.text.BadgeText;
import dev.punchpost.drivers.wedge.KeyMap;
import dev.punchpost.drivers.wedge.KeyboardWedge;
import dev.punchpost.drivers.wiegand.Wiegand;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.credential.BadgeReader;
import dev.punchpost.hal.gpio.InputPin;
import dev.punchpost.hal.gpio.OutputPin;
import dev.punchpost.hal.gpio.Pull;
import dev.punchpost.hal.linux.Bluetooth;
import dev.punchpost.hal.linux.EvdevKeys;
import dev.punchpost.hal.linux.GpioEdges;
import dev.punchpost.hal.linux.JSerialPort;
import dev.punchpost.hal.linux.KeyDevice;
import dev.punchpost.hal.linux.PcscSlot;
import dev.punchpost.hal.linux.PiPins;
import dev.punchpost.hal.linux.UsbReset;
import dev.punchpost.hal.panel.Indicator;
import dev.punchpost.hal.panel.TextDisplay;
import dev.punchpost.hal.panel.ViewDisplay;
import dev.punchpost.hal.serial.SerialLink;
import dev.punchpost.hal.serial.SerialOptions;
import dev.punchpost.hal.spi.SpiDevice;
import dev.punchpost.hal.time.Pause;
import dev.punchpost.hal.time.Ticker;
import dev.punchpost.kiosk.config.PanelSettings;
import dev.punchpost.kiosk.config.ReaderSettings;
import dev.punchpost.kiosk.config.Settings;
import dev.punchpost.kiosk.config.UpsSettings;
import dev.punchpost.kiosk.reader.KeyFile;
import dev.punchpost.kiosk.reader.TokenFile;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The driver catalogue, a part of the composition root: makes drivers of settings, and holds what several readers
/// share (the header's pins, an OSDP line). Nothing is opened before the first reader that needs it. Thread-safe.
public final class DriverCatalogue implements AutoCloseable {
  /// Rows of 16 characters that are sent to a reader's display; a reader without one is sent none.
  static final int DISPLAY_ROWS = 2;

  private static final int PN532_BAUD = 115_200;
  private static final int PN532_I2C_ADDRESS = 0x24;

  private final Ticker ticker;
  private final Pause pause;
  private final Supplier<OptionalLong> unixSeconds;
  private final Consumer<OsdpEvent> osdpEvents;
  private final FingerDrivers fingers;
  private final SecureRandom random = new SecureRandom();
  // Guarded by this:
  private final Map<String, OsdpBus> lines = new HashMap<>();
  private @Nullable PiPins pins;

  /// @param ticker must read CLOCK_BOOTTIME
  /// @param unixSeconds the time; empty while the clock is not set
  /// @param osdpEvents what OSDP readers tell besides cards; called on their lines' threads, must return at once
  /// @param fingers opens fingerprint modules
  public DriverCatalogue(Ticker ticker, Pause pause, Supplier<OptionalLong> unixSeconds,
      Consumer<OsdpEvent> osdpEvents, FingerDrivers fingers) {
    this.fingers = fingers;
    this.unixSeconds = unixSeconds;
    this.ticker = ticker;
    this.pause = pause;
    this.osdpEvents = osdpEvents;
  }

  /// Opens the device.
  ///
  /// @throws HalException if it is not there, not ours or not to be trusted; PERMISSION or IO also for a key file
  public BadgeReader open(Settings.Reader reader) {
    return switch (reader) {
      case Settings.Rdm6300 r -> new Rdm6300(r.name(), serial(r.port(), SerialOptions.eightN1(9600)), ticker,
          new Rdm6300.Options(r.removedAfter()));
      case Settings.SerialLine r -> new SerialLine(r.name(), serial(r.port(), r.options()), ticker,
          new SerialLine.Options(text(new ReaderSettings.Line(r.prefix(), r.suffix(), r.pattern(), r.longest(),
              r.as())), r.removedAfter()));
      case ReaderSettings.Mfrc522 r -> mfrc522(r);
      case ReaderSettings.Pn532 r -> pn532(r);
      case ReaderSettings.Osdp r -> line(r).open(r.name(), options(r));
      case ReaderSettings.Wiegand r -> new Wiegand(r.name(), GpioEdges.open(r.lines()), ticker,
          new Wiegand.Options(r.formats(),
              r.lastBitFirst() ? Wiegand.BitOrder.FIRST_IS_LOWEST : Wiegand.BitOrder.FIRST_IS_HIGHEST, r.shortest(),
              r.bitTimeout(), r.frameGap(), r.removedAfter()));
      case ReaderSettings.Pcsc r -> {
        // The key first: a slot that was opened in vain would stay open.
        CardIdentifier identifier = identifier(r.desfire());
        yield new Pcsc(r.name(), PcscSlot.open(r.device()), identifier, ticker);
      }
      case ReaderSettings.BleBadge r -> {
        BleBadgeOptions options = new BleBadgeOptions(r.secretsFile().map(TokenFile::read).orElse(List.of()),
            r.tokenService(), r.groups(), r.near(), r.far(), r.dwell(), r.silence());
        yield new BleBadge(r.name(), Bluetooth.open(r.backend(), r.adapter(), ticker), ticker, unixSeconds, options);
      }
      case ReaderSettings.KeyboardWedge r -> new KeyboardWedge(r.name(), EvdevKeys.open(r.device()),
          ticker, new KeyboardWedge.Options(KeyMap.named(r.layout()), switch (r.terminator()) {
            case ENTER -> Set.of(KeyboardWedge.ENTER, KeyboardWedge.KEYPAD_ENTER);
            case TAB -> Set.of(KeyboardWedge.TAB);
            case ENTER_OR_TAB -> Set.of(KeyboardWedge.ENTER, KeyboardWedge.KEYPAD_ENTER, KeyboardWedge.TAB);
            case NONE -> Set.of();
          }, r.keyTimeout(), text(r.text()), r.removedAfter()));
      case ReaderSettings.R503 r -> fingers.open(r);
    };
  }

  /// The site's cards, if this reader can ask and write them.
  public static Optional<ReaderSettings.Desfire> desfire(Settings.Reader reader) {
    return switch (reader) {
      case ReaderSettings.Pn532 r -> r.desfire();
      case ReaderSettings.Pcsc r -> r.desfire();
      default -> Optional.empty();
    };
  }

  /// What can be tried with a reader that does not come back by being opened again: a USB reset of the adapter. An
  /// MFRC522 is reset by its pin at each opening.
  ///
  /// @return what was done; empty if there is nothing to do
  /// @throws HalException PERMISSION or IO if the reset was refused
  public static Optional<String> reset(Settings.Reader reader) {
    return switch (reader) {
      case Settings.Rdm6300 r -> UsbReset.ofFile(Path.of(r.port()));
      case Settings.SerialLine r -> UsbReset.ofFile(Path.of(r.port()));
      case ReaderSettings.R503 r -> UsbReset.ofFile(Path.of(r.port()));
      case ReaderSettings.Pn532(_, ReaderSettings.Pn532.Serial(String port), _, _) -> UsbReset.ofFile(Path.of(port));
      case ReaderSettings.KeyboardWedge r -> switch (r.device()) {
        case KeyDevice.ByPath(Path path) -> UsbReset.ofFile(path);
        case KeyDevice.ByUsbId usb -> UsbReset.ofId(String.format(Locale.ROOT, "%04x", usb.vendor()),
            String.format(Locale.ROOT, "%04x", usb.product()));
        case KeyDevice.ByName _ -> Optional.empty();
      };
      case ReaderSettings.Pcsc r -> r.usbReset().flatMap(id -> UsbReset.ofId(id.substring(0, 4), id.substring(5)));
      // The adapter of an OSDP line has other readers, which may be well.
      case ReaderSettings.Osdp _,ReaderSettings.Pn532 _,ReaderSettings.Mfrc522 _,ReaderSettings.Wiegand _,ReaderSettings.BleBadge _ ->
        Optional.empty();
    };
  }

  private Pn532 pn532(ReaderSettings.Pn532 r) {
    CardIdentifier identifier = identifier(r.desfire());
    Pn532Options options = new Pn532Options(r.interval());
    return switch (r.link()) {
      case ReaderSettings.Pn532.Serial(String path) -> Pn532.overSerial(r.name(),
          serial(path, SerialOptions.eightN1(PN532_BAUD)), identifier, ticker, pause, options);
      case ReaderSettings.Pn532.I2c(int bus) -> Pn532.overI2c(r.name(), pins().i2c(bus, PN532_I2C_ADDRESS), identifier,
          ticker, pause, options);
      case ReaderSettings.Pn532.Spi(ReaderSettings.SpiBus spi) -> Pn532.overSpi(r.name(), spi(spi), identifier, ticker,
          pause, options);
    };
  }

  private CardIdentifier identifier(Optional<ReaderSettings.Desfire> desfire) {
    return desfire.<CardIdentifier>map(d -> new DesfireBadge(application(d), random)).orElse(CardIdentifier.byUid());
  }

  /// The site's application on cards, with its key.
  ///
  /// @throws HalException PERMISSION or IO if the key cannot be read
  public static DesfireApplication application(ReaderSettings.Desfire desfire) {
    return new DesfireApplication(desfire.applicationId(), KeyFile.read(desfire.masterKeyFile()));
  }

  private Mfrc522 mfrc522(ReaderSettings.Mfrc522 r) {
    Mfrc522Options options = new Mfrc522Options(RxGain.valueOf("DB_" + r.antennaGainDb()), r.interval());
    // The bus last: opening it again and again, because a pin cannot be had, costs file descriptors (PiPins).
    Deque<Runnable> undo = new ArrayDeque<>();
    try {
      OutputPin reset = pins().output(r.resetGpio(), true);
      undo.push(reset::close);
      Optional<InputPin> irq = r.irqGpio().map(gpio -> pins().input(gpio, Pull.UP));
      irq.ifPresent(pin -> undo.push(pin::close));
      SpiDevice spi = spi(r.spi());
      undo.clear();
      return irq.isPresent()
          ? new Mfrc522(r.name(), spi, reset, irq.get(), ticker, pause, options)
          : new Mfrc522(r.name(), spi, reset, ticker, pause, options);
    } catch (HalException e) {
      undo.forEach(Runnable::run);
      throw e;
    }
  }

  private static OsdpReaderOptions options(ReaderSettings.Osdp r) {
    OsdpSecurity security = r.secure().<OsdpSecurity>map(secure -> {
      OsdpKey key = OsdpKey.parse(HexFormat.of().formatHex(KeyFile.read(secure.keyFile())));
      if (key.equals(OsdpKey.DEFAULT)) {
        throw new HalException(Kind.IO, "key file " + secure.keyFile()
            + " holds the default key SCBK-D, which everybody knows: make one of your own");
      }
      return new OsdpSecurity.Required(key, secure.installMode());
    }).orElseGet(OsdpSecurity.None::new);
    return new OsdpReaderOptions(r.address(), security, r.formats(), r.uidReversed(), r.trustTampered(),
        r.removedAfter(), r.openTimeout());
  }

  private synchronized OsdpBus line(ReaderSettings.Osdp r) {
    return lines.computeIfAbsent(r.port(), port -> {
      OsdpOptions usual = OsdpOptions.defaults();
      return OsdpBus.start(new JSerialPort(Path.of(port), SerialOptions.eightN1(r.baud())), ticker,
          new OsdpOptions(r.baud(), usual.replyTimeout(), r.pollInterval(), usual.retries(), usual.offlineAfter(),
              usual.statusInterval(), r.markingByte()),
          osdpEvents);
    });
  }

  /// Light and tone of an OSDP reader, whether or not it is open.
  public Indicator indicator(ReaderSettings.Osdp reader) {
    return line(reader).indicator(reader.address());
  }

  /// The light ring of a fingerprint module, whether or not it is open.
  public Indicator indicator(ReaderSettings.R503 reader) {
    return fingers.ring(reader);
  }

  /// Display of an OSDP reader: 16 columns, [#DISPLAY_ROWS] rows.
  public TextDisplay display(ReaderSettings.Osdp reader) {
    return line(reader).display(reader.address(), DISPLAY_ROWS);
  }

  /// Opens the terminal's own display.
  ///
  /// @throws HalException if it is not there, or may not be used
  public ViewDisplay open(PanelSettings.Display panel) {
    return new DisplayDrivers(this::pins, ticker, pause).open(panel);
  }

  /// Takes the battery's gauge.
  ///
  /// @throws HalException if it is not there, or may not be used
  public Max17048 open(UpsSettings ups) {
    return new Max17048(pins().i2c(ups.bus(), Max17048.ADDRESS));
  }

  private static SerialLink serial(String port, SerialOptions options) {
    return new JSerialPort(Path.of(port), options).open();
  }

  private static BadgeText text(ReaderSettings.Line line) {
    return new BadgeText(line.prefix(), line.suffix(), line.pattern(), line.longest(),
        BadgeText.As.valueOf(line.as().toUpperCase(Locale.ROOT)));
  }

  private SpiDevice spi(ReaderSettings.SpiBus spi) {
    return pins().spi(spi.bus(), spi.chipSelect(), spi.hertz());
  }

  private synchronized PiPins pins() {
    PiPins made = pins;
    if (made == null) {
      made = new PiPins();
      pins = made;
    }
    return made;
  }

  /// Opens a reader, asks it what it is, and closes it again: for `doctor`, while the service does not run.
  ///
  /// @return what was found, for people
  /// @throws HalException as for [#open]
  public Optional<String> examine(Settings.Reader reader) {
    if (reader instanceof ReaderSettings.Osdp(_, _, _, _, var secure, _, _, _, _, _, _, _, _)
        && secure.filter(ReaderSettings.Osdp.Secure::installMode).isPresent()) {
      // Asking would already bring the key in.
      return Optional.empty();
    }
    if (reader instanceof ReaderSettings.R503 r) {
      return Optional.of(fingers.examine(r));
    }
    try (BadgeReader open = open(reader)) {
      return Optional.of(switch (open) {
        case Mfrc522 chip -> chip.chip() + " answers";
        case Pn532 chip -> chip.chip() + " answers";
        case Pcsc pcsc -> pcsc.slot() + " can be opened";
        case BleBadge ble -> "listens on " + ble.adapter();
        default -> reader instanceof ReaderSettings.Osdp osdp
            ? "answers" + (osdp.secure().isPresent() ? " and has proved its key" : ", without secure channel")
            : "can be opened";
      });
    }
  }

  /// Ends the lines and gives the pins back. After the readers were closed.
  @Override
  public void close() {
    List<OsdpBus> open;
    PiPins made;
    synchronized (this) {
      open = List.copyOf(lines.values());
      lines.clear();
      made = pins;
      pins = null;
    }
    open.forEach(OsdpBus::close);
    if (made != null) {
      made.close();
    }
  }

}
