package dev.punchpost.kiosk.config;

import static dev.punchpost.kiosk.config.GoodFile.FILE;
import static dev.punchpost.kiosk.config.GoodFile.SHORTEST;
import static dev.punchpost.kiosk.config.GoodFile.good;
import static dev.punchpost.kiosk.config.GoodFile.mistakes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The keys of `[ups]`.
class UpsSectionTest {
  private static Optional<UpsSettings> ups(String keys) {
    return good(SettingsReader.parse(SHORTEST + keys, FILE)).settings().ups();
  }

  @Test
  void theTableAloneIsEnough() {
    assertEquals(Optional.empty(), ups(""));
    assertEquals(Optional.of(new UpsSettings(1, Duration.ofSeconds(10), 30, 10)), ups("[ups]"));
    assertEquals(Optional.of(new UpsSettings(3, Duration.ofSeconds(30), 40, 20)), ups("""
        [contacts]
        mains-fail-gpio = 6
        [ups]
        driver = "max17048"
        i2c-bus = 3
        interval = "30s"
        low-percent = 40
        shutdown-percent = 20
        """));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      [ups];shutdown-percent = 10|ups.shutdown-percent: found 10, expected no shutdown-percent without [contacts] mains-fail-gpio
      [contacts];mains-fail-gpio = 6;[ups];shutdown-percent = 40|ups.shutdown-percent: found 40, expected shutdown-percent not above low-percent
      [ups];low-percent = 5|ups.low-percent: found 5, expected shutdown-percent not above low-percent
      [ups];driver = "ina219"|ups.driver: found "ina219", expected one of "max17048"
      [ups];interval = "10m"|ups.interval: found "10m", expected a duration from "1s" to "5m"
      """)
  void aMistakeIsNamedWithWhatWasExpected(String keys, String expected) {
    List<String> mistakes = mistakes(SHORTEST + keys.replace(";", "\n"));
    assertEquals(1, mistakes.size(), mistakes::toString);
    assertTrue(mistakes.getFirst().contains(expected), mistakes::toString);
  }
}
