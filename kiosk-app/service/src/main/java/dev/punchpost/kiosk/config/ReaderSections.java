package dev.punchpost.kiosk.config;

import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.serial.SerialOptions;
import dev.punchpost.hal.serial.SerialOptions.Parity;
import dev.punchpost.kiosk.config.ValueTypes.Choice;
import dev.punchpost.kiosk.config.ValueTypes.FilePath;
import dev.punchpost.kiosk.config.ValueTypes.Time;
import dev.punchpost.kiosk.config.ValueTypes.WholeNumber;
import dev.punchpost.kiosk.config.ValueTypes.Word;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/// The tables `[[reader]]`: what all have, and to which driver's section the rest belongs. Used for one file.
final class ReaderSections {
  /// The keys of all drivers.
  private static final String[] KEYS = {"port", "removed-after", "baud", "data-bits", "parity", "stop-bits", "prefix",
    "suffix", "pattern", "max-length", "as", "spi-bus", "chip-select", "spi-hertz", "reset-gpio", "irq-gpio",
    "antenna-gain-db", "interval", "link", "i2c-bus", "address", "poll-interval", "marking-byte", "secure-channel",
    "key-file", "install-mode", "formats", "uid-order", "trust-tampered", "feedback", "open-timeout", "gpio-chip",
    "d0-gpio", "d1-gpio", "edge", "pull", "bit-order", "shortest-us", "bit-timeout", "frame-gap", "device", "layout",
    "terminator", "key-timeout", "usb-reset", "library", "adapter", "token-file", "token-uuid", "beacons", "near-dbm",
    "far-dbm", "dwell", "password-file", "security-level", "presses", "searches", "idle-poll", "touch-gpio",
    "touch-active"};

  private final Path folder;
  private final ReaderClaims claims;
  private final OsdpSection osdp;

  ReaderSections(Path folder, ReaderClaims claims) {
    this.folder = folder;
    this.claims = claims;
    osdp = new OsdpSection(folder, claims);
  }

  /// @param cards the table `[desfire]`
  Supplier<List<Settings.Reader>> all(List<Section> sections, Section cards) {
    Supplier<Optional<ReaderSettings.Desfire>> desfire = NfcSections.desfire(cards, folder);
    List<Supplier<Settings.Reader>> readers = new ArrayList<>();
    for (Section s : sections) {
      Optional<String> name = s.required("name", Word.name("a name"));
      Optional<String> driver = s.required("driver", Choice.of("rdm6300", "serial-line", "mfrc522", "pn532", "osdp",
          "wiegand", "keyboard-wedge", "pcsc", "ble-badge", "r503"));
      name.ifPresent(n -> claims.take(s, "name", "name " + n, s.found("name"), "a name of its own"));
      Supplier<ReaderName> readerName = () -> new ReaderName(name.orElseThrow());
      switch (driver.orElse("")) {
        case "rdm6300" -> readers.add(rdm6300(s, readerName));
        case "serial-line" -> readers.add(serialLine(s, readerName));
        case "mfrc522" -> readers.add(NfcSections.mfrc522(s, readerName, claims));
        case "pn532" -> readers.add(NfcSections.pn532(s, readerName, claims, folder, desfire));
        case "osdp" -> readers.add(osdp.read(s, readerName));
        case "wiegand" -> readers.add(WiegandSection.read(s, readerName, claims));
        case "keyboard-wedge" -> readers.add(KeyboardWedgeSection.read(s, readerName, claims));
        case "pcsc" -> readers.add(NfcSections.pcsc(s, readerName, claims, desfire));
        case "ble-badge" -> readers.add(BleBadgeSection.read(s, readerName, claims, folder));
        case "r503" -> readers.add(R503Section.read(s, readerName, claims, folder));
        // Without a driver nobody knows which of the drivers' keys belong here.
        default -> s.alsoKnown(KEYS);
      }
      s.finish();
    }
    return () -> readers.stream().map(Supplier::get).toList();
  }

  private Supplier<String> port(Section s) {
    return serialPort(s, folder, claims);
  }

  /// The device of a reader that has it for itself.
  static Supplier<String> serialPort(Section s, Path folder, ReaderClaims claims) {
    Optional<Path> port = s.required("port", new FilePath(folder, "the reader's device"));
    port.ifPresent(p -> claims.take(s, "port", "port " + p, s.found("port"), "a port of its own"));
    return () -> port.orElseThrow().toString();
  }

  private Supplier<Settings.Reader> rdm6300(Section s, Supplier<ReaderName> name) {
    Supplier<String> port = port(s);
    Optional<Duration> removedAfter = s.optional("removed-after", new Time("150ms", "5s"), "300ms");
    return () -> new Settings.Rdm6300(name.get(), port.get(), removedAfter.orElseThrow());
  }

  private Supplier<Settings.Reader> serialLine(Section s, Supplier<ReaderName> name) {
    Supplier<String> port = port(s);
    Optional<Integer> baud = s.optional("baud", new WholeNumber(300, 4_000_000), 9600L);
    Optional<Integer> dataBits = s.optional("data-bits", new WholeNumber(7, 8), 8L);
    Optional<String> parity = s.optional("parity", Choice.of("none", "even", "odd"), "none");
    Optional<Integer> stopBits = s.optional("stop-bits", new WholeNumber(1, 2), 1L);
    Supplier<ReaderSettings.Line> line = LineKeys.read(s);
    Optional<Duration> removedAfter = s.optional("removed-after", new Time("100ms", "60s"), "1s");
    return () -> new Settings.SerialLine(name.get(), port.get(),
        new SerialOptions(baud.orElseThrow(), dataBits.orElseThrow(),
            Parity.valueOf(parity.orElseThrow().toUpperCase(Locale.ROOT)), stopBits.orElseThrow()),
        line.get().prefix(), line.get().suffix(), line.get().pattern(), line.get().longest(), line.get().as(),
        removedAfter.orElseThrow());
  }
}
