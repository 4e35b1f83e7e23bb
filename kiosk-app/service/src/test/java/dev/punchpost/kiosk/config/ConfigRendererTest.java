package dev.punchpost.kiosk.config;

import static dev.punchpost.kiosk.config.GoodFile.FILE;
import static dev.punchpost.kiosk.config.GoodFile.good;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.punchpost.kiosk.config.SettingsResult.Good;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigRendererTest {
  @Test
  void showGivesEveryKeyWithItsOrigin() {
    Good good = good(SettingsReader.parse(GoodFile.SHORTEST + """
        [[reader]]
        name = "front"
        driver = "rdm6300"
        port = "/dev/ttyUSB0"
        """, FILE));

    assertEquals("""
        [terminal]
        site = "plant-a"  # punchpost.toml:2
        id = "door-1"  # punchpost.toml:3
        time-zone = "Europe/Madrid"  # punchpost.toml:4
        language = "en"  # default

        [[reader]]
        name = "front"  # punchpost.toml:8
        driver = "rdm6300"  # punchpost.toml:9
        port = "/dev/ttyUSB0"  # punchpost.toml:10
        removed-after = "300ms"  # default

        [store]
        directory = "/var/lib/punchpost"  # default
        minimum-free = "64MB"  # default

        [ledger]
        keep = "4y"  # default

        [mqtt]
        url = "mqtt://127.0.0.1:1883"  # punchpost.toml:6
        keep-alive = "30s"  # default
        stall-timeout = "30s"  # default
        reconnect-min = "1s"  # default
        reconnect-max = "60s"  # default
        # username is not set  # default
        # password-file is not set  # default
        # require-consumer-ack is not set  # default
        resend-after = "10m"  # default

        [control]
        socket = "/var/lib/punchpost/control.sock"  # default
        # group is not set  # default

        [punch]
        repeat-window = "60s"  # default
        longest-shift = "16h"  # default
        queue = 64  # default
        # in-readers is not set  # default
        # out-readers is not set  # default

        [panel]
        driver = "log"  # default

        [clock]
        drift-ppm = 20  # default
        rtc = "auto"  # default
        """, ConfigRenderer.show(good, true));
  }

  @Test
  void whatIsShownMeansTheSameAsTheFile() {
    for (String text : List.of(GoodFile.SHORTEST, GoodFile.LONGEST)) {
      Good good = good(SettingsReader.parse(text, Path.of("/etc/punchpost/punchpost.toml")));
      for (boolean origin : new boolean[]{true, false}) {
        Good again = good(SettingsReader.parse(ConfigRenderer.show(good, origin), Path.of("/elsewhere/a.toml")));

        // Patterns are equal only to themselves, their texts are compared.
        assertEquals(good.settings().toString(), again.settings().toString());
      }
    }
  }

  @Test
  void checkSaysInOneLineThatAFileIsGood() {
    Good good = good(SettingsReader.parse(GoodFile.SHORTEST, FILE));

    assertEquals(List.of("punchpost.toml: no mistakes (terminal plant-a.door-1, readers: 0, sha256 " + good.sha256()
        + ")"), ConfigRenderer.check(good));
  }

  @Test
  void checkGivesOneLineForEachMistake() {
    List<String> lines = ConfigRenderer.check(SettingsReader.parse("x = 1\n[mqtt]\nurl = 1\n", FILE));

    assertEquals(5, lines.size(), lines.toString());
  }
}
