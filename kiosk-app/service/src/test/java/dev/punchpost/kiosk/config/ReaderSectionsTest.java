package dev.punchpost.kiosk.config;

import static dev.punchpost.kiosk.config.GoodFile.FILE;
import static dev.punchpost.kiosk.config.GoodFile.good;
import static dev.punchpost.kiosk.config.GoodFile.mistakes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.credential.WiegandFormat;
import dev.punchpost.hal.gpio.Pull;
import dev.punchpost.hal.linux.GpioRequest;
import dev.punchpost.hal.linux.KeyDevice;
import dev.punchpost.kiosk.config.ReaderSettings.KeyboardWedge;
import dev.punchpost.kiosk.config.ReaderSettings.Mfrc522;
import dev.punchpost.kiosk.config.ReaderSettings.Osdp;
import dev.punchpost.kiosk.config.ReaderSettings.Pn532;
import dev.punchpost.kiosk.config.ReaderSettings.SpiBus;
import dev.punchpost.kiosk.config.ReaderSettings.Wiegand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The keys of every driver: defaults, all of them given, and what is said of mistakes.
class ReaderSectionsTest {
  private static final String SHORTEST = """
      [[reader]]
      name = "a"
      driver = "mfrc522"
      [[reader]]
      name = "b"
      driver = "pn532"
      link = "i2c"
      [[reader]]
      name = "c"
      driver = "osdp"
      port = "/dev/ttyUSB0"
      address = 0
      key-file = "c.key"
      [[reader]]
      name = "d"
      driver = "wiegand"
      [[reader]]
      name = "e"
      driver = "keyboard-wedge"
      device = "usb:08ff:0009"
      """;

  private static final String LONGEST = """
      [desfire]
      application-id = "A1B2C3"
      master-key-file = "/etc/punchpost/site.key"

      [[reader]]
      name = "a"
      driver = "mfrc522"
      spi-bus = 1
      chip-select = 2
      spi-hertz = 4000000
      reset-gpio = 22
      irq-gpio = 24
      antenna-gain-db = 48
      interval = "100ms"

      [[reader]]
      name = "b"
      driver = "pn532"
      link = "spi"
      spi-bus = 1
      chip-select = 1
      spi-hertz = 2000000
      interval = "50ms"

      [[reader]]
      name = "b2"
      driver = "pn532"
      link = "serial"
      port = "/dev/serial0"

      [[reader]]
      name = "c"
      driver = "osdp"
      port = "/dev/ttyUSB0"
      baud = 115200
      address = 126
      poll-interval = "20ms"
      marking-byte = false
      secure-channel = "off"
      formats = ["H10304", "bits 35; facility 2-13; number 14-33; even 1: 2-3,5-6"]
      uid-order = "reversed"
      trust-tampered = true
      feedback = false
      removed-after = "2s"
      open-timeout = "10s"

      [[reader]]
      name = "c2"
      driver = "osdp"
      port = "/dev/ttyUSB0"
      baud = 115200
      address = 1
      poll-interval = "20ms"
      marking-byte = false
      key-file = "/etc/punchpost/c2.key"
      install-mode = true

      [[reader]]
      name = "d"
      driver = "wiegand"
      gpio-chip = "pinctrl-rp1"
      d0-gpio = "GPIO5"
      d1-gpio = 6
      edge = "rising"
      pull = "none"
      formats = "H10301"
      bit-order = "last-bit-first"
      shortest-us = 50
      bit-timeout = "10ms"
      frame-gap = "25ms"
      removed-after = "1s"

      [[reader]]
      name = "e"
      driver = "keyboard-wedge"
      device = "/dev/input/by-id/usb-reader-event-kbd"
      layout = "fr"
      terminator = "enter-or-tab"
      key-timeout = "100ms"
      prefix = ";"
      suffix = "?"
      pattern = '[0-9]+'
      max-length = 32
      as = "em"
      removed-after = "3s"
      """;

  private static List<Settings.Reader> readers(String text) {
    return good(SettingsReader.parse(GoodFile.SHORTEST + text, FILE)).settings().readers();
  }

  @Test
  void whatIsNotGivenHasItsDefault() {
    assertEquals(List.of(
        new Mfrc522(new ReaderName("a"), new SpiBus(0, 0, 1_000_000), 25, Optional.empty(), 38, Duration.ofMillis(75)),
        new Pn532(new ReaderName("b"), new Pn532.I2c(1), Optional.empty(), Duration.ofMillis(40)),
        new Osdp(new ReaderName("c"), "/dev/ttyUSB0", 9600, 0,
            Optional.of(new Osdp.Secure(Path.of("c.key").toAbsolutePath(), false)), WiegandFormat.common(), false,
            false, Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofMillis(50), true, true),
        new Wiegand(new ReaderName("d"),
            new GpioRequest("auto", List.of("17", "27"), GpioRequest.Edge.FALLING, Pull.UP), WiegandFormat.common(),
            false, Duration.ofNanos(100_000), Duration.ofMillis(30), Duration.ofMillis(50), Duration.ofMillis(500))),
        readers(SHORTEST).subList(0, 4));
    KeyboardWedge wedge = (KeyboardWedge) readers(SHORTEST).get(4);
    assertEquals(new KeyDevice.ByUsbId(0x08FF, 9, ""), wedge.device());
    assertEquals("us", wedge.layout());
    assertEquals(KeyboardWedge.Terminator.ENTER, wedge.terminator());
    assertEquals("text", wedge.text().as());
  }

  @Test
  void everyKeyIsRead() {
    List<Settings.Reader> readers = readers(LONGEST);
    Optional<ReaderSettings.Desfire> site = Optional
        .of(new ReaderSettings.Desfire(0xA1B2C3, Path.of("/etc/punchpost/site.key")));
    assertEquals(new Mfrc522(new ReaderName("a"), new SpiBus(1, 2, 4_000_000), 22, Optional.of(24), 48,
        Duration.ofMillis(100)), readers.get(0));
    assertEquals(new Pn532(new ReaderName("b"), new Pn532.Spi(new SpiBus(1, 1, 2_000_000)), site,
        Duration.ofMillis(50)), readers.get(1));
    assertEquals(new Pn532(new ReaderName("b2"), new Pn532.Serial("/dev/serial0"), site, Duration.ofMillis(40)),
        readers.get(2));
    Osdp open = (Osdp) readers.get(3);
    assertEquals(List.of(37, 35), open.formats().stream().map(WiegandFormat::bits).toList());
    assertEquals(Optional.empty(), open.secure());
    assertTrue(open.uidReversed() && open.trustTampered() && !open.feedback() && !open.markingByte());
    Osdp secure = (Osdp) readers.get(4);
    assertEquals(Optional.of(new Osdp.Secure(Path.of("/etc/punchpost/c2.key"), true)), secure.secure());
    assertEquals(new Wiegand(new ReaderName("d"),
        new GpioRequest("pinctrl-rp1", List.of("GPIO5", "6"), GpioRequest.Edge.RISING, Pull.NONE),
        List.of(WiegandFormat.H10301), true, Duration.ofNanos(50_000), Duration.ofMillis(10), Duration.ofMillis(25),
        Duration.ofSeconds(1)), readers.get(5));
    KeyboardWedge wedge = (KeyboardWedge) readers.get(6);
    assertEquals("[0-9]+", wedge.text().pattern().pattern());
    assertEquals("/dev/input/by-id/usb-reader-event-kbd", wedge.port());
    assertEquals(KeyboardWedge.Terminator.ENTER_OR_TAB, wedge.terminator());
  }

  @Test
  void whatIsShownMeansTheSameAsTheFile() {
    for (String text : List.of(SHORTEST, LONGEST)) {
      var before = good(SettingsReader.parse(GoodFile.SHORTEST + text, FILE));
      String shown = ConfigRenderer.show(before, true);
      assertEquals(before.settings().toString(),
          good(SettingsReader.parse(shown, Path.of("/elsewhere/a.toml"))).settings().toString());
      assertTrue(shown.contains("removed-after = "), shown);
    }
    String shown = ConfigRenderer.show(good(SettingsReader.parse(GoodFile.SHORTEST + SHORTEST, FILE)), true);
    assertTrue(shown.contains("formats = [\"H10301\", \"H10306\", \"H10302\"]  # default"), shown);
    assertTrue(shown.contains("address = 0  # punchpost.toml:18"), shown);
    assertTrue(shown.contains("# irq-gpio is not set  # default"), shown);
  }

  /// One line of the long file is replaced, and this is said of it.
  static Stream<Arguments> changes() {
    return Stream.of(change("chip-select = 2", "chip-select = 1", "27: reader.chip-select: found 1 again, expected a"
        + " chip select of its own (line 15 has this one)"),
        change("irq-gpio = 24", "irq-gpio = 22",
            "18: reader.irq-gpio: found 22 again, expected a GPIO of its own (line 17 has this one)"),
        change("irq-gpio = 24", "irq-gpio = 28", "18: reader.irq-gpio: found 28, expected a whole number from 0 to 27"),
        change("antenna-gain-db = 48", "antenna-gain-db = 40",
            "19: reader.antenna-gain-db: found 40, expected one of 18, 23, 33, 38, 43, 48"),
        change("link = \"serial\"", "link = \"usb\"",
            "34: reader.link: found \"usb\", expected one of \"serial\", \"i2c\", \"spi\""),
        change("link = \"serial\"", "link = \"i2c\"", "35: reader.port: found an unknown key, expected one of \"name\","
            + " \"driver\", \"link\", \"i2c-bus\", \"interval\""),
        change("application-id = \"A1B2C3\"", "application-id = \"000000\"", "8: desfire.application-id: found"
            + " \"000000\", expected six hexadecimal digits in quotes, not all of them 0"),
        change("master-key-file = \"/etc/punchpost/site.key\"", "",
            "7: desfire.master-key-file: found nothing, expected"
                + " the path of a file with the site's AES-128 key as 32 hexadecimal digits"),
        change("address = 1", "address = 126",
            "58: reader.address: found 126 again, expected an address of its own on this line (line 42 has this one)"),
        change("address = 1", "address = 127", "58: reader.address: found 127, expected a whole number from 0 to 126"),
        change("secure-channel = \"off\"", "secure-channel = \"off\"\ninstall-mode = true",
            "46: reader.install-mode: found true, expected no install-mode with secure-channel \"off\""),
        change("key-file = \"/etc/punchpost/c2.key\"", "", "53: reader.key-file: found nothing, expected the path of a"
            + " file with the reader's key as 32 hexadecimal digits"),
        change("install-mode = true", "install-mode = \"yes\"",
            "62: reader.install-mode: found \"yes\", expected true or false"),
        change("formats = \"H10301\"", "formats = [\"H10302\", \"H10304\"]", "72: reader.formats: found two formats of"
            + " 37 bits, expected formats of different lengths, because nothing else tells them apart"),
        change("formats = \"H10301\"", "formats = \"H1030\"", "72: reader.formats: found \"H1030\", expected H10301,"
            + " H10306, H10302, H10304 or a description such as \"bits 35; facility 2-13; number 14-33; even 1:"
            + " 2-3,5-6\", or a list of 1 to 8 of them"),
        change("d1-gpio = 6", "d1-gpio = \"GPIO5\"",
            "69: reader.d1-gpio: found \"GPIO5\" again, expected a GPIO of its own (line 68 has this one)"),
        change("frame-gap = \"25ms\"", "frame-gap = \"10ms\"",
            "76: reader.frame-gap: found \"10ms\", expected more than bit-timeout"),
        change("shortest-us = 50", "shortest-us = 10000",
            "75: reader.bit-timeout: found \"10ms\", expected more than shortest-us"),
        change("removed-after = \"1s\"", "removed-after = \"20ms\"",
            "77: reader.removed-after: found \"20ms\", expected more than frame-gap"),
        change("device = \"/dev/input/by-id/usb-reader-event-kbd\"", "device = \"usb:8ff:9\"",
            "82: reader.device: found \"usb:8ff:9\", expected a keyboard such as"
                + " \"/dev/input/by-id/usb-…-event-kbd\", \"usb:08ff:0009\", \"usb:08ff:0009:SERIAL\" or \"name:…\""),
        change("layout = \"fr\"", "layout = \"es\"",
            "83: reader.layout: found \"es\", expected one of \"us\", \"de\", \"fr\""),
        change("max-length = 32", "max-length = 2",
            "89: reader.max-length: found 2, expected more characters than prefix and suffix have together"));
  }

  private static Arguments change(String line, String by, String... mistakes) {
    return Arguments.of(line, by, List.of(mistakes));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void aChangeOfOneLineIsFoundInItsPlace(String line, String by, List<String> expected) {
    assertTrue(LONGEST.contains(line + "\n"), line);
    assertEquals(expected.stream().map(m -> "punchpost.toml:" + m).toList(),
        mistakes(GoodFile.SHORTEST + LONGEST.replaceFirst(java.util.regex.Pattern.quote(line + "\n"),
            java.util.regex.Matcher.quoteReplacement(by + "\n"))));
  }

  @Test
  void readersOfOneLineMustAgreeAboutIt() {
    String other = LONGEST.replaceFirst("(?s)(name = \"c2\".*?)baud = 115200\n", "$1");
    assertEquals(List.of("punchpost.toml:53: reader.baud: found nothing, expected the same baud for all readers of this"
        + " port (see line 41)"), mistakes(GoodFile.SHORTEST + other));
  }

  @Test
  void anOdspLineIsForOsdpReadersOnly() {
    assertEquals(List.of("punchpost.toml:32: reader.port: found \"/dev/ttyUSB0\" again, expected a port of its own"
        + " (line 17 has this one)"), mistakes(GoodFile.SHORTEST + SHORTEST + """
            [[reader]]
            name = "f"
            driver = "serial-line"
            port = "/dev/ttyUSB0"
            """).stream().map(m -> m.replaceFirst(":\\d+: reader.port", ":32: reader.port")).toList());
  }

  @Test
  void aPinOfTwoReadersIsFoundWhicheverWayItIsWritten() {
    List<String> found = mistakes(GoodFile.SHORTEST + SHORTEST.replace("driver = \"wiegand\"",
        "driver = \"wiegand\"\nd0-gpio = \"GPIO25\""));
    assertEquals(1, found.size(), found.toString());
    assertTrue(found.getFirst().contains("reader.d0-gpio: found \"GPIO25\" again, expected a GPIO of its own (line 7"),
        found.toString());
  }
}
