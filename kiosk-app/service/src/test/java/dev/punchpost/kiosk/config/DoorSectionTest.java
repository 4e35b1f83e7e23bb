package dev.punchpost.kiosk.config;

import static dev.punchpost.kiosk.config.GoodFile.FILE;
import static dev.punchpost.kiosk.config.GoodFile.SHORTEST;
import static dev.punchpost.kiosk.config.GoodFile.good;
import static dev.punchpost.kiosk.config.GoodFile.mistakes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.drivers.door.DoorOptions;
import dev.punchpost.kiosk.punch.AntiPassback;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The keys of the door: defaults, all of them given, and what is said of mistakes.
class DoorSectionTest {
  private static final String DOOR = SHORTEST + "[door]\n";

  private static DoorSettings door(String keys) {
    return good(SettingsReader.parse(DOOR + keys, FILE)).settings().door().orElseThrow();
  }

  @Test
  void withoutTheTableThereIsNoDoor() {
    assertEquals(Optional.empty(), good(SettingsReader.parse(SHORTEST, FILE)).settings().door());
  }

  @Test
  void whatIsNotGivenHasItsDefault() {
    DoorSettings door = door("relay-gpio = 24");
    assertEquals(new DoorSettings("auto", "24", true, Duration.ofSeconds(5), Optional.empty(), DoorOptions.Exit.UNLOCK,
        Duration.ofSeconds(5), Optional.empty(), Duration.ofSeconds(1), Duration.ofSeconds(30), true,
        Duration.ofMillis(30), AntiPassback.OFF), door);
    assertEquals("line 24 of the header", door.port());
    assertEquals(List.of("24"), door.lines());
  }

  @Test
  void whatIsGivenIsTakenAndTheDriverTakesIt() {
    DoorSettings door = door("""
        gpio-chip = "pinctrl-rp1"
        relay-gpio = "GPIO24"
        relay-active = "low"
        pulse = "3s"
        exit-gpio = 4
        exit = "shunt"
        exit-pulse = "8s"
        contact-gpio = 17
        contact-closed = "low"
        contact-open-gpio = 27
        held-open = "1m"
        grace = "2s"
        relock-on-close = false
        debounce = "50ms"
        anti-passback = "deny"
        """);
    assertEquals(new DoorSettings("pinctrl-rp1", "GPIO24", false, Duration.ofSeconds(3), Optional.of("4"),
        DoorOptions.Exit.SHUNT, Duration.ofSeconds(8),
        Optional.of(new DoorSettings.Contact("17", false, Optional.of("27"))), Duration.ofSeconds(2),
        Duration.ofMinutes(1), false, Duration.ofMillis(50), AntiPassback.DENY), door);
    assertEquals(Duration.ofSeconds(8), door.options().longestPulse());
    assertEquals(List.of("GPIO24", "4", "17", "27"), door.lines());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      pulse = "3s"|door.relay-gpio: found nothing, expected the number of a GPIO line
      relay-gpio = -1|door.relay-gpio: found -1, expected the number of a GPIO line
      relay-gpio = 24;relay-active = "on"|door.relay-active: found "on", expected one of "high", "low"
      relay-gpio = 24;pulse = "2m"|door.pulse: found "2m", expected a duration from "100ms" to "60s"
      relay-gpio = 24;exit-gpio = "GPIO24"|door.exit-gpio: found "GPIO24" again, expected a GPIO of its own
      relay-gpio = 24;exit-pulse = "2s"|door.exit-pulse: found "2s", expected no exit-pulse without exit-gpio
      relay-gpio = 24;held-open = "2s"|door.held-open: found "2s", expected no held-open without contact-gpio
      relay-gpio = 24;contact-gpio = 17;contact-closed = "high";contact-open-gpio = 27|door.contact-closed: found "high", expected "low" with contact-open-gpio
      relay-gpio = 24;relay-activ = "low"|door.relay-activ: found an unknown key, expected a known key (did you mean "relay-active"?)
      """)
  void aMistakeIsNamedWithWhatWasExpected(String keys, String expected) {
    List<String> mistakes = mistakes(DOOR + keys.replace(";", "\n"));
    assertEquals(1, mistakes.size(), mistakes::toString);
    assertTrue(mistakes.getFirst().contains(expected), mistakes::toString);
  }

  @Test
  void aLineOfAReaderIsNotTheDoors() {
    List<String> mistakes = mistakes(SHORTEST + """
        [[reader]]
        name = "keys"
        driver = "wiegand"
        [door]
        relay-gpio = 27
        """);
    assertEquals(1, mistakes.size(), mistakes::toString);
    assertTrue(mistakes.getFirst().contains("door.relay-gpio: found 27 again, expected a GPIO of its own"),
        mistakes::toString);
  }
}
