package dev.punchpost.kiosk.config;

import static dev.punchpost.kiosk.config.GoodFile.FILE;
import static dev.punchpost.kiosk.config.GoodFile.SHORTEST;
import static dev.punchpost.kiosk.config.GoodFile.good;
import static dev.punchpost.kiosk.config.GoodFile.mistakes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.drivers.keypad.KeypadLayout;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.linux.KeyDevice;
import dev.punchpost.kiosk.punch.Wish;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The keys of `[[keypad]]`.
class KeypadSectionsTest {
  private static final String MATRIX = """
      [[keypad]]
      name = "keys"
      driver = "matrix"
      row-gpios = [5, 6, 13, 19]
      """;
  private static final List<Wish> NOTHING = List.of(Wish.NONE, Wish.NONE, Wish.NONE, Wish.NONE);

  private static List<KeypadSettings> keypads(String keys) {
    return good(SettingsReader.parse(SHORTEST + keys, FILE)).settings().keypads();
  }

  @Test
  void aMatrixHasTheUsualLayoutOfItsSize() {
    assertEquals(List.of(), keypads(""));
    assertEquals(List.of(new KeypadSettings(new ReaderName("keys"),
        new KeypadSettings.Matrix("auto", List.of("5", "6", "13", "19"), List.of("12", "16", "20", "21"),
            KeypadLayout.fourByFour(), Duration.ofMillis(25)),
        NOTHING, Duration.ofSeconds(10), "")), keypads(MATRIX + "column-gpios = [12, 16, 20, 21]\n"));
    assertEquals(KeypadLayout.fourByThree(),
        ((KeypadSettings.Matrix) keypads(MATRIX + "column-gpios = [12, 16, 20]\n").getFirst().device()).layout());
  }

  @Test
  void whatIsGivenIsTaken() {
    assertEquals(List.of(
        new KeypadSettings(new ReaderName("keys"),
            new KeypadSettings.Matrix("gpiochip1", List.of("A", "B"), List.of("C", "D"),
                KeypadLayout.of("1 2", "clear enter"), Duration.ofMillis(40)),
            List.of(Wish.IN, Wish.OUT, Wish.DOOR, Wish.NONE), Duration.ofSeconds(15), "w-"),
        new KeypadSettings(new ReaderName("desk"), new KeypadSettings.Usb(KeyDevice.parse("usb:04d9:1203")), NOTHING,
            Duration.ofSeconds(10), ""),
        new KeypadSettings(new ReaderName("lobby"), new KeypadSettings.Osdp(), NOTHING, Duration.ofSeconds(10), "")),
        keypads("""
            [[reader]]
            name = "lobby"
            driver = "osdp"
            port = "/dev/ttyUSB0"
            address = 0
            secure-channel = "off"
            [door]
            relay-gpio = 24
            [[keypad]]
            name = "keys"
            driver = "matrix"
            gpio-chip = "gpiochip1"
            row-gpios = ["A", "B"]
            column-gpios = ["C", "D"]
            layout = ["1 2", "clear enter"]
            debounce = "40ms"
            f1 = "in"
            f2 = "out"
            f3 = "door"
            timeout = "15s"
            worker-prefix = "w-"
            [[keypad]]
            name = "desk"
            driver = "usb"
            device = "usb:04d9:1203"
            [[keypad]]
            driver = "osdp"
            reader = "lobby"
            """));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      [[keypad]];name = "k";driver = "wedge"|keypad.driver: found "wedge", expected one of "matrix", "usb", "osdp"
      [[keypad]];driver = "osdp";reader = "front"|keypad.reader: found "front", expected the name of a [[reader]] with driver "osdp"
      [[keypad]];name = "k";driver = "matrix";row-gpios = [5];column-gpios = [5];layout = ["1"]|keypad.column-gpios: found 5 again, expected a GPIO of its own
      [[keypad]];name = "k";driver = "matrix";row-gpios = [5];column-gpios = [6];layout = ["1 1"]|keypad.layout: found a layout that cannot be (a key is twice in the layout of a keypad)
      [[keypad]];name = "k";driver = "matrix";row-gpios = [5];column-gpios = [6];layout = ["1 2"]|keypad.column-gpios: found 1 lines, expected 2 lines, as many as layout has
      [[keypad]];name = "k";driver = "usb";device = "name:Keys";f1 = "door"|keypad.f1: found "door", expected no "door" without [door]
      [[keypad]];name = "k";driver = "usb";device = "name:Keys";f1 = "lunch"|keypad.f1: found "lunch", expected one of "none", "in", "out", "door"
      [[keypad]];name = "k";driver = "usb";device = "name:Keys";timeout = "1s"|keypad.timeout: found "1s", expected a duration from "3s" to "60s"
      [[keypad]];name = "k";driver = "usb";device = "name:Keys";worker-prefix = "w 1"|keypad.worker-prefix: found "w 1", expected up to 19 characters
      """)
  void aMistakeIsNamedWithWhatWasExpected(String keys, String expected) {
    List<String> mistakes = mistakes(SHORTEST + keys.replace(";", "\n"));
    assertEquals(1, mistakes.size(), mistakes::toString);
    assertTrue(mistakes.getFirst().contains(expected), mistakes::toString);
  }
}
