package dev.punchpost.kiosk;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.gpio.PinSource;
import dev.punchpost.hal.linux.BoardHealth;
import dev.punchpost.hal.panel.View;
import dev.punchpost.hal.panel.ViewDisplay;
import dev.punchpost.hal.playback.ManualPins;
import dev.punchpost.hal.time.Pause;
import dev.punchpost.kiosk.config.PanelSettings;
import dev.punchpost.kiosk.config.Settings;
import dev.punchpost.kiosk.config.SettingsReader;
import dev.punchpost.kiosk.config.SettingsResult;
import dev.punchpost.kiosk.health.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole terminal with contacts, light and tone on pins that are in the test's hands, and a board that tells.
class FittingsTest {
  private static final String PANEL = """
      driver = "hd44780"
      i2c-bus = 99
      [panel.indicator]
      led = "red-green"
      red-gpio = 23
      green-gpio = 22
      buzzer = "active"
      buzzer-gpio = 18
      [contacts]
      tamper-gpio = 25
      mains-fail-gpio = 6
      mains-fail-steady = "20ms\"""";

  @TempDir
  Path folder;

  private final ManualPins pins = new ManualPins(Pause.real());
  private final AtomicBoolean dark = new AtomicBoolean();

  private final Wiring wiring = new Wiring() {
    @Override
    protected PinSource pins() {
      return pins;
    }

    @Override
    protected BoardHealth board() {
      return new BoardHealth(folder.resolve("sys"));
    }

    @Override
    protected ViewDisplay display(PanelSettings.Display settings, DriverCatalogue drivers) {
      return new ViewDisplay() {
        @Override
        public void show(View view, int page) {}

        @Override
        public int pages(View view) {
          return 1;
        }

        @Override
        public void dim(boolean dimmed) {
          dark.set(dimmed);
        }

        @Override
        public void close() {}
      };
    }
  };

  private Terminal start(Site site) throws IOException, InterruptedException {
    Files.writeString(site.config(), Files.readString(site.config())
        .replace("driver = \"json-lines\"\npath = \"/dev/stdout\"", PANEL));
    pins.put("25", false);
    pins.put("6", false);
    Files.createDirectories(folder.resolve("sys/class/thermal/thermal_zone0"));
    Files.writeString(folder.resolve("sys/class/thermal/thermal_zone0/temp"), "48312\n");
    Path firmware = Files.createDirectories(folder.resolve("sys/devices/platform/soc/soc:firmware"));
    Files.writeString(firmware.resolve("get_throttled"), "50005\n");
    Settings settings = assertInstanceOf(SettingsResult.Good.class, SettingsReader.read(site.config())).settings();
    return new Terminal(settings, new Status.Config(site.config().toString(), Status.ConfigState.GOOD, List.of()),
        List.of(), wiring);
  }

  private boolean driven(String line) {
    return pins.driven(line).orElse(false);
  }

  private static void awaitEntry(Site site, String type, String contact) {
    await(type).atMost(Duration.ofSeconds(20)).until(() -> site.subscriber().bySequence().values().stream()
        .anyMatch(e -> e.path("type").asText().equals("dev.punchpost." + type)
            && e.path("data").path("contact").asText().equals(contact)));
  }

  @Test
  void contactsAreEntriesAndAFailureOfTheMainsDimsTheDisplay() throws IOException, InterruptedException {
    try (Site site = new Site(folder); Terminal terminal = start(site)) {
      await().until(() -> terminal.status().fittings().contacts().stream()
          .allMatch(contact -> contact.state() == Status.ReaderState.WORKING));
      assertFalse(dark.get());
      pins.put("6", true);
      awaitEntry(site, "contact.raised.v1", "MAINS_FAIL");
      await().atMost(Duration.ofSeconds(10)).untilTrue(dark);
      pins.put("25", true);
      awaitEntry(site, "contact.raised.v1", "TAMPER");
      assertTrue(terminal.status().fittings().contacts().stream().allMatch(Status.Contact::alarm));
      await().atMost(Duration.ofSeconds(20)).until(() -> site.contract().newest(Central.DOOR_1 + "status")
          .map(newest -> newest.at("/contacts/0/alarm").asBoolean()).orElse(false));
      pins.put("6", false);
      awaitEntry(site, "contact.cleared.v1", "MAINS_FAIL");
      await().atMost(Duration.ofSeconds(10)).untilFalse(dark);
      TerminalProcess.Finished status = TerminalProcess.run("status", "--config", site.config().toString());
      assertTrue(status.output().contains("contact  tamper at line 25 of the header: working, ALARM since "),
          status.output());
      assertTrue(status.output().contains("contact  mains-fail at line 6 of the header: working, at rest since "),
          status.output());
    }
  }

  @Test
  void lightAndToneAnswerATapBesideTheDisplayAndADeadChipStopsNothing() throws IOException, InterruptedException {
    try (Site site = new Site(folder); Terminal terminal = start(site)) {
      await().atMost(Duration.ofSeconds(10))
          .until(() -> pins.driven("22").isPresent() && pins.driven("18").isPresent());
      assertEquals(Status.ReaderState.WORKING, terminal.status().fittings().indicator().orElseThrow().state());
      site.badges().tap(7);
      await("green").pollInterval(Duration.ofMillis(5)).until(() -> driven("22") && !driven("23"));
      await("dark and silent").until(() -> !driven("22") && !driven("18"));
      site.badges().tap(999);
      await("red, for a badge that nobody knows").pollInterval(Duration.ofMillis(5))
          .until(() -> driven("23") && !driven("22"));

      pins.breakDown(Optional.of(HalException.Kind.IO));
      long before = terminal.status().ledger().orElseThrow().lastSequence();
      site.badges().tap(8);
      await().atMost(Duration.ofSeconds(10))
          .until(() -> terminal.status().ledger().orElseThrow().lastSequence() > before);
      await().until(() -> terminal.status().fittings().indicator().orElseThrow().fault().isPresent());
      assertTrue(terminal.status().fittings().indicator().orElseThrow().fault().orElseThrow().contains("buzzer: "));
      pins.breakDown(Optional.empty());
      site.badges().tap(9);
      await().atMost(Duration.ofSeconds(10))
          .until(() -> terminal.status().fittings().indicator().orElseThrow().fault().isEmpty());
    }
  }

  @Test
  void theBoardIsInTheStatus() throws IOException, InterruptedException {
    try (Site site = new Site(folder); Terminal terminal = start(site)) {
      assertEquals(Optional.of(new Status.Board(OptionalInt.of(48_312), Optional.of(true), Optional.of(true),
          Optional.of(true), Optional.of(true))), terminal.status().fittings().board());
      await().atMost(Duration.ofSeconds(20)).until(() -> site.contract().newest(Central.DOOR_1 + "status")
          .map(newest -> newest.at("/board/milliCelsius").asInt()).filter(heat -> heat == 48_312).isPresent());
      assertTrue(site.status().at("/board/underVoltage").asBoolean());
      TerminalProcess.Finished status = TerminalProcess.run("status", "--config", site.config().toString());
      assertTrue(status.output().contains("board    48.3 °C, the supply is TOO WEAK, slowed down by heat or supply"),
          status.output());
    }
  }
}
