package dev.punchpost.kiosk.config;

import static dev.punchpost.kiosk.config.GoodFile.FILE;
import static dev.punchpost.kiosk.config.GoodFile.SHORTEST;
import static dev.punchpost.kiosk.config.GoodFile.good;
import static dev.punchpost.kiosk.config.GoodFile.mistakes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.drivers.indicator.QuietHours;
import dev.punchpost.hal.gpio.Pull;
import dev.punchpost.kiosk.config.ContactSettings.Which;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The keys of contacts, and of light and tone on pins.
class PinSectionsTest {
  private static Settings settings(String keys) {
    return good(SettingsReader.parse(SHORTEST + keys, FILE)).settings();
  }

  @Test
  void withoutTheTablesThereIsNothing() {
    assertEquals(List.of(), settings("").contacts());
    assertEquals(Optional.empty(), settings("").indicator());
  }

  @Test
  void contactsHaveTheDefaultsOfTheirKind() {
    assertEquals(
        List.of(new ContactSettings(Which.TAMPER, "auto", "25", true, Pull.UP, Duration.ofMillis(50)),
            new ContactSettings(Which.MAINS_FAIL, "auto", "6", true, Pull.NONE, Duration.ofSeconds(1))),
        settings("[contacts]\ntamper-gpio = 25\nmains-fail-gpio = 6").contacts());
  }

  @Test
  void whatIsGivenIsTaken() {
    assertEquals(
        List.of(new ContactSettings(Which.MAINS_FAIL, "/dev/gpiochip1", "PLD", false, Pull.DOWN,
            Duration.ofSeconds(3))),
        settings("""
            [contacts]
            gpio-chip = "/dev/gpiochip1"
            mains-fail-gpio = "PLD"
            mains-fail-alarm = "low"
            mains-fail-pull = "down"
            mains-fail-steady = "3s"
            """).contacts());
    assertEquals(Optional.of(new IndicatorSettings("auto",
        Optional.of(new IndicatorSettings.Led(List.of("23", "22"), false)),
        Optional.of(new IndicatorSettings.PassiveBuzzer("pwmchip2", 1, 30)),
        new QuietHours(LocalTime.of(22, 0), LocalTime.of(6, 30)))), settings("""
            [panel]
            driver = "log"
            [panel.indicator]
            led = "red-green"
            red-gpio = 23
            green-gpio = 22
            led-active = "low"
            buzzer = "passive"
            pwm-chip = "pwmchip2"
            pwm-channel = 1
            volume = 30
            quiet-from = "22:00"
            quiet-to = "06:30"
            """).indicator());
    assertEquals(Optional.of(new IndicatorSettings("auto", Optional.empty(),
        Optional.of(new IndicatorSettings.ActiveBuzzer("18", true)), QuietHours.never())),
        settings("[panel.indicator]\nbuzzer = \"active\"\nbuzzer-gpio = 18").indicator());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      [contacts]|contacts.tamper-gpio: found nothing, expected tamper-gpio or mains-fail-gpio
      [contacts];tamper-gpio = 6;mains-fail-gpio = 6|contacts.mains-fail-gpio: found 6 again, expected a GPIO of its own
      [contacts];tamper-gpio = 6;mains-fail-steady = "2s"|contacts.mains-fail-steady: found "2s", expected no mains-fail-steady without mains-fail-gpio
      [contacts];tamper-gpio = 6;tamper-steady = "1m"|contacts.tamper-steady: found "1m", expected a duration from "5ms" to "10s"
      [door];relay-gpio = 6;[contacts];tamper-gpio = "GPIO6"|contacts.tamper-gpio: found "GPIO6" again, expected a GPIO of its own
      [panel.indicator];led = "blue"|panel.indicator.led: found "blue", expected one of "none", "single", "red-green", "red-green-amber"
      [panel.indicator];led = "single"|panel.indicator.led-gpio: found nothing, expected the number of a GPIO line
      [panel.indicator];buzzer = "passive";volume = 0|panel.indicator.volume: found 0, expected a whole number from 1 to 100
      [panel.indicator];quiet-from = "22:00"|panel.indicator.quiet-to: found nothing, expected both quiet-from and quiet-to, or neither
      [panel.indicator];quiet-from = "24:00";quiet-to = "06:00"|panel.indicator.quiet-from: found "24:00", expected a time of day such as "22:00"
      """)
  void aMistakeIsNamedWithWhatWasExpected(String keys, String expected) {
    List<String> mistakes = mistakes(SHORTEST + keys.replace(";", "\n"));
    assertEquals(1, mistakes.size(), mistakes::toString);
    assertTrue(mistakes.getFirst().contains(expected), mistakes::toString);
  }
}
