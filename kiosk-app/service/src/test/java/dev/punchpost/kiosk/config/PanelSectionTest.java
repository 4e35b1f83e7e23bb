package dev.punchpost.kiosk.config;

import static dev.punchpost.kiosk.config.GoodFile.FILE;
import static dev.punchpost.kiosk.config.GoodFile.SHORTEST;
import static dev.punchpost.kiosk.config.GoodFile.good;
import static dev.punchpost.kiosk.config.GoodFile.mistakes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The keys of every display: defaults, all of them given, and what is said of mistakes.
class PanelSectionTest {
  private static final String PANEL = SHORTEST + "[panel]\n";
  /// The panel's keys begin after it.
  private static final int LINES = (int) PANEL.lines().count();

  private static Settings.Panel panel(String keys) {
    return good(SettingsReader.parse(PANEL + keys, FILE)).settings().panel();
  }

  @Test
  void whatIsNotGivenHasItsDefault() {
    assertEquals(new PanelSettings.Hd44780(1, 0x27, 20, 4, "A00", Optional.empty()), panel("driver = \"hd44780\""));
    assertEquals(new PanelSettings.Oled("ssd1306", new PanelSettings.Oled.I2c(1, 0x3C), 64, false, Optional.empty()),
        panel("driver = \"ssd1306\""));
    assertEquals(
        new PanelSettings.Oled("sh1106",
            new PanelSettings.Oled.Spi(new ReaderSettings.SpiBus(0, 0, 1_000_000), 24, Optional.empty()), 64, false,
            Optional.empty()),
        panel("driver = \"sh1106\"\nlink = \"spi\""));
    assertEquals(new PanelSettings.Framebuffer(Path.of("/dev/fb0"), 0, Optional.empty()),
        panel("driver = \"framebuffer\""));
  }

  @Test
  void whatIsGivenIsTaken() {
    Optional<Duration> tenMinutes = Optional.of(Duration.ofMinutes(10));
    assertEquals(new PanelSettings.Hd44780(0, 0x3F, 16, 2, "A02", tenMinutes), panel("""
        driver = "hd44780"
        i2c-bus = 0
        address = 0x3F
        size = "16x2"
        rom = "A02"
        dim-after = "10m"
        """));
    assertEquals(new PanelSettings.Oled("ssd1306",
        new PanelSettings.Oled.Spi(new ReaderSettings.SpiBus(1, 2, 4_000_000), 5, Optional.of(6)), 32, true,
        tenMinutes), panel("""
            driver = "ssd1306"
            link = "spi"
            spi-bus = 1
            chip-select = 2
            spi-hertz = 4000000
            dc-gpio = 5
            reset-gpio = 6
            height = 32
            upside-down = true
            dim-after = "10m"
            """));
    assertEquals(new PanelSettings.Framebuffer(Path.of("/dev/fb1"), 270, tenMinutes), panel("""
        driver = "framebuffer"
        device = "/dev/fb1"
        turn = 270
        dim-after = "10m"
        """));
  }

  @Test
  void aDisplayIsShownAsItIsConfigured() {
    assertEquals("/dev/i2c-1 address 0x27", panel("driver = \"hd44780\"").port());
    assertEquals("/dev/spidev0.1", panel("driver = \"sh1106\"\nlink = \"spi\"\nchip-select = 1").port());
    SettingsResult.Good read = good(SettingsReader.parse(PANEL + "driver = \"hd44780\"\naddress = 0x3f", FILE));
    assertTrue(ConfigRenderer.show(read, false).contains("address = 0x3F"), "as one writes an address");
  }

  private static Arguments wrong(String keys, String... mistakes) {
    return Arguments.of(keys, List.of(mistakes));
  }

  static List<Arguments> mistakesOfOnePanel() {
    return List.of(
        wrong("driver = \"hd44780\"\naddress = 0x3C0", "2: panel.address: found 960, expected an I2C address, 0x20 to"
            + " 0x27 or 0x38 to 0x3F"),
        wrong("driver = \"hd44780\"\naddress = \"0x27\"", "2: panel.address: found \"0x27\", expected an I2C address,"
            + " 0x20 to 0x27 or 0x38 to 0x3F"),
        wrong("driver = \"hd44780\"\nsize = \"20x2\"",
            "2: panel.size: found \"20x2\", expected one of \"20x4\", \"16x2\""),
        wrong("driver = \"hd44780\"\nrom = \"A01\"", "2: panel.rom: found \"A01\", expected one of \"A00\", \"A02\""),
        wrong("driver = \"hd44780\"\ndim-after = \"1s\"", "2: panel.dim-after: found \"1s\", expected a duration from"
            + " \"10s\" to \"24h\" (a whole number and ms, s, m, h or d)"),
        wrong("driver = \"hd44780\"\npath = \"/dev/stdout\"", "2: panel.path: found an unknown key, expected one of"
            + " \"driver\", \"i2c-bus\", \"address\", \"size\", \"rom\", \"dim-after\", \"indicator\""),
        wrong("driver = \"ssd1306\"\nlink = \"serial\"\ndc-gpio = 5",
            "2: panel.link: found \"serial\", expected one of \"i2c\", \"spi\""),
        wrong("driver = \"ssd1306\"\naddress = 0x27",
            "2: panel.address: found 39, expected an I2C address, 0x3C or 0x3D"),
        wrong("driver = \"ssd1306\"\nheight = 48", "2: panel.height: found 48, expected one of 64, 32"),
        wrong("driver = \"sh1106\"\nheight = 32", "2: panel.height: found 32, expected one of 64"),
        wrong("driver = \"ssd1306\"\nupside-down = 1", "2: panel.upside-down: found 1, expected true or false"),
        wrong("driver = \"ssd1306\"\nlink = \"spi\"\ndc-gpio = 6\nreset-gpio = 6",
            "4: panel.reset-gpio: found 6 again, expected a GPIO of its own (line " + (LINES + 3)
                + " has this one)"),
        wrong("driver = \"framebuffer\"\nturn = 45", "2: panel.turn: found 45, expected one of 0, 90, 180, 270"),
        wrong("driver = \"framebuffer\"\ndevice = \"\"",
            "2: panel.device: found \"\", expected the path of the screen's device"),
        wrong("driver = \"vfd\"\ndevice = \"/dev/vfd\"", "1: panel.driver: found \"vfd\", expected one of \"log\","
            + " \"json-lines\", \"hd44780\", \"ssd1306\", \"sh1106\", \"framebuffer\""));
  }

  @ParameterizedTest
  @MethodSource("mistakesOfOnePanel")
  void aMistakeIsFoundInItsPlace(String keys, List<String> expected) {
    assertEquals(expected.stream().map(PanelSectionTest::placed).toList(), mistakes(PANEL + keys));
  }

  private static String placed(String mistake) {
    int colon = mistake.indexOf(':');
    return FILE + ":" + (LINES + Integer.parseInt(mistake.substring(0, colon))) + mistake.substring(colon);
  }

  @Test
  void aDisplayTakesNothingThatAReaderHas() {
    String readers = """
        [[reader]]
        name = "a"
        driver = "mfrc522"
        reset-gpio = 24
        [[reader]]
        name = "b"
        driver = "pn532"
        link = "i2c"
        """;
    List<String> spi = mistakes(SHORTEST + readers + "[panel]\ndriver = \"sh1106\"\nlink = \"spi\"\nchip-select = 0\n"
        + "dc-gpio = 24\n");
    assertEquals(List.of(
        "punchpost.toml:18: panel.chip-select: found 0 again, expected a chip select of its own (line 7 has this one)",
        "punchpost.toml:19: panel.dc-gpio: found 24 again, expected a GPIO of its own (line 10 has this one)"), spi);
    List<String> i2c = mistakes(SHORTEST + readers + "[panel]\ndriver = \"hd44780\"\naddress = 0x24\n");
    assertEquals(List.of("punchpost.toml:17: panel.address: found 0x24 again, expected an address of its own on bus 1"
        + " (line 11 has this one)"), i2c);
    String other = SHORTEST + readers + "[panel]\ndriver = \"hd44780\"\naddress = 0x24\ni2c-bus = 0\n";
    assertEquals(List.of(), mistakes(other), () -> Arrays.toString(other.split("\n")));
  }
}
