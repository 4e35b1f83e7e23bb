package dev.punchpost.kiosk.config;

import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.kiosk.config.ReaderSettings.Pn532;
import dev.punchpost.kiosk.config.ReaderSettings.SpiBus;
import dev.punchpost.kiosk.config.ReaderValueTypes.ApplicationId;
import dev.punchpost.kiosk.config.ReaderValueTypes.NumberOf;
import dev.punchpost.kiosk.config.ValueTypes.Choice;
import dev.punchpost.kiosk.config.ValueTypes.FilePath;
import dev.punchpost.kiosk.config.ValueTypes.Text;
import dev.punchpost.kiosk.config.ValueTypes.Time;
import dev.punchpost.kiosk.config.ValueTypes.WholeNumber;
import dev.punchpost.kiosk.config.ValueTypes.Word;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// Keys of contactless readers, `mfrc522`, `pn532` and `pcsc`, and of `[desfire]`.
final class NfcSections {
  static final WholeNumber HEADER_PIN = new WholeNumber(0, 27);

  private static final int PN532_ADDRESS = 0x24;

  private NfcSections() {}

  /// The site's cards. Without the table every card is known by its number.
  static Supplier<Optional<ReaderSettings.Desfire>> desfire(Section s, Path folder) {
    if (!s.present()) {
      return Optional::empty;
    }
    Optional<Integer> application = s.optional("application-id", new ApplicationId(), "505031");
    Optional<Path> key = s.required("master-key-file",
        new FilePath(folder, "a file with the site's AES-128 key as 32 hexadecimal digits"));
    s.finish();
    return () -> Optional.of(new ReaderSettings.Desfire(application.orElseThrow(), key.orElseThrow()));
  }

  static Supplier<Settings.Reader> mfrc522(Section s, Supplier<ReaderName> name, ReaderClaims claims) {
    Supplier<SpiBus> spi = spi(s, claims);
    Optional<Integer> reset = s.optional("reset-gpio", HEADER_PIN, 25L);
    reset.ifPresent(gpio -> pin(s, "reset-gpio", gpio, claims));
    Optional<Integer> irq = s.ifGiven("irq-gpio", HEADER_PIN);
    irq.ifPresent(gpio -> pin(s, "irq-gpio", gpio, claims));
    Optional<Integer> gain = s.optional("antenna-gain-db", NumberOf.these(18, 23, 33, 38, 43, 48), 38L);
    Optional<Duration> interval = s.optional("interval", new Time("10ms", "1s"), "75ms");
    return () -> new ReaderSettings.Mfrc522(name.get(), spi.get(), reset.orElseThrow(), irq, gain.orElseThrow(),
        interval.orElseThrow());
  }

  static Supplier<Settings.Reader> pn532(Section s, Supplier<ReaderName> name, ReaderClaims claims, Path folder,
      Supplier<Optional<ReaderSettings.Desfire>> desfire) {
    Optional<String> kind = s.required("link", Choice.of("serial", "i2c", "spi"));
    Supplier<Pn532.Link> link = switch (kind.orElse("")) {
      case "serial" -> {
        Supplier<String> port = ReaderSections.serialPort(s, folder, claims);
        yield () -> new Pn532.Serial(port.get());
      }
      case "i2c" -> {
        Optional<Integer> bus = s.optional("i2c-bus", new WholeNumber(0, 99), 1L);
        // The chip's address is fixed.
        bus.ifPresent(
            b -> claims.take(s, "i2c-bus", ReaderClaims.i2c(b, PN532_ADDRESS), b.toString(),
                "a bus without another PN532"));
        yield () -> new Pn532.I2c(bus.orElseThrow());
      }
      case "spi" -> {
        Supplier<SpiBus> spi = spi(s, claims);
        yield () -> new Pn532.Spi(spi.get());
      }
      default -> {
        s.alsoKnown("port", "i2c-bus", "spi-bus", "chip-select", "spi-hertz");
        yield () -> new Pn532.Serial("");
      }
    };
    Optional<Duration> interval = s.optional("interval", new Time("10ms", "1s"), "40ms");
    return () -> new Pn532(name.get(), link.get(), desfire.get(), interval.orElseThrow());
  }

  static Supplier<Settings.Reader> pcsc(Section s, Supplier<ReaderName> name, ReaderClaims claims,
      Supplier<Optional<ReaderSettings.Desfire>> desfire) {
    Optional<String> device = s.optional("device", new Text(128), "");
    device.ifPresent(d -> claims.take(s, "device", "pcsc " + d, Shown.quoted(d), "a PC/SC reader of its own"));
    Optional<String> usbReset = s.ifGiven("usb-reset", new Word(Pattern.compile("[0-9a-f]{4}:[0-9a-f]{4}"), Set.of(),
        "vendor and product of a USB device such as \"072f:2200\""));
    return () -> new ReaderSettings.Pcsc(name.get(), device.orElseThrow(), usbReset, desfire.get());
  }

  static Supplier<SpiBus> spi(Section s, ReaderClaims claims) {
    Optional<Integer> bus = s.optional("spi-bus", new WholeNumber(0, 6), 0L);
    Optional<Integer> select = s.optional("chip-select", new WholeNumber(0, 2), 0L);
    Optional<Integer> hertz = s.optional("spi-hertz", new WholeNumber(10_000, 10_000_000), 1_000_000L);
    // Pi4J tells SPI devices apart by their chip select alone, whatever their bus.
    select.ifPresent(
        c -> claims.take(s, "chip-select", "spi chip select " + c, c.toString(), "a chip select of its own"));
    return () -> new SpiBus(bus.orElseThrow(), select.orElseThrow(), hertz.orElseThrow());
  }

  static void pin(Section s, String key, int gpio, ReaderClaims claims) {
    claims.take(s, key, "gpio " + gpio, Integer.toString(gpio), "a GPIO of its own");
  }
}
