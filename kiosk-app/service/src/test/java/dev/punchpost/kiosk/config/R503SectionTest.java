package dev.punchpost.kiosk.config;

import static dev.punchpost.kiosk.config.GoodFile.FILE;
import static dev.punchpost.kiosk.config.GoodFile.SHORTEST;
import static dev.punchpost.kiosk.config.GoodFile.good;
import static dev.punchpost.kiosk.config.GoodFile.mistakes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.drivers.r503.R503Options;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The keys of a fingerprint module.
class R503SectionTest {
  private static final String MODULE = SHORTEST + """
      [[reader]]
      name = "finger"
      driver = "r503"
      port = "/dev/serial0"
      """;

  private static ReaderSettings.R503 module(String keys) {
    return (ReaderSettings.R503) good(SettingsReader.parse(MODULE + keys, FILE)).settings().readers().getFirst();
  }

  @Test
  void whatIsNotGivenIsAsModulesComeFromTheFactory() {
    ReaderSettings.R503 module = module("");
    assertEquals("/dev/serial0", module.port());
    assertEquals(57_600, module.baud());
    assertEquals(R503Options.defaults(), module.options());
    assertEquals(Optional.empty(), module.keyFile());
    assertEquals(Optional.empty(), module.passwordFile());
    assertEquals(Optional.empty(), module.touch());
  }

  @Test
  void whatIsGivenIsTaken() {
    ReaderSettings.R503 module = module("""
        baud = 115200
        address = "0a0B0c0D"
        password-file = "/etc/punchpost/finger.password"
        key-file = "/etc/punchpost/finger.key"
        security-level = 4
        presses = 3
        searches = 1
        idle-poll = "1s"
        gpio-chip = "pinctrl-rp1"
        touch-gpio = "GPIO26"
        touch-active = "high"
        """);
    assertEquals(115_200, module.baud());
    R503Options usual = R503Options.defaults();
    assertEquals(new R503Options(0x0A0B0C0DL, 0, 4, 3, 1, Duration.ofSeconds(1), usual.busyPoll(), true,
        usual.answer(), usual.start()), module.options());
    assertEquals(Optional.of(Path.of("/etc/punchpost/finger.key")), module.keyFile());
    assertEquals(Optional.of(Path.of("/etc/punchpost/finger.password")), module.passwordFile());
    assertEquals(Optional.of(new ReaderSettings.R503.Touch("pinctrl-rp1", "GPIO26", true)), module.touch());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "baud = 57601 | reader.baud: found 57601, expected one of 9600, 19200, 38400, 57600, 115200",
    "address = \"FFFF\" | reader.address: found \"FFFF\", expected eight hexadecimal digits in quotes",
    "security-level = 6 | reader.security-level: found 6, expected a whole number from 0 to 5",
    "presses = 1 | reader.presses: found 1, expected a whole number from 2 to 6",
    "touch-active = \"low\" | reader.touch-active: found \"low\", expected touch-gpio too, or no touch-active",
    "touch-gpio = -1 | reader.touch-gpio: found -1, expected the number of a GPIO line (0 to 1023; on a Raspberry Pi the"
        + " BCM number) or its name"})
  void aMistakeIsNamed(String line, String said) {
    List<String> found = mistakes(MODULE + line + "\n");
    assertEquals(1, found.size(), found::toString);
    assertTrue(found.getFirst().endsWith(said), found::toString);
  }

  @Test
  void aTouchPinThatTheDoorHasIsAMistake() {
    List<String> found = mistakes(MODULE + "touch-gpio = 26\n[door]\nrelay-gpio = \"GPIO26\"\n");
    assertTrue(found.getFirst().contains("a GPIO of its own"), found::toString);
  }
}
