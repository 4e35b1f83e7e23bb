package dev.punchpost.kiosk.health;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.gpio.Pull;
import dev.punchpost.hal.linux.GpioLines;
import dev.punchpost.hal.linux.GpioRequest;
import dev.punchpost.hal.linux.SysfsPwm;
import dev.punchpost.kiosk.config.ContactSettings;
import dev.punchpost.kiosk.config.IndicatorSettings;
import dev.punchpost.kiosk.config.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What `doctor` says of contacts, and of light and tone on pins. Nothing is driven.
final class PinChecks {
  private static final String INDICATOR = "light and tone";

  private PinChecks() {}

  static List<Check> of(Settings settings, ServiceView service) {
    List<Check> checks = new ArrayList<>();
    for (ContactSettings contact : settings.contacts()) {
      lines("contact " + contact.which().word(), contact.chip(), List.of(contact.line()), "[contacts]", checks);
    }
    settings.indicator().ifPresent(indicator -> indicator(indicator, checks));
    if (service instanceof ServiceView.Running running) {
      running.otherFaults().forEach(fault -> checks.add(Check.fail("pins", fault,
          "look at its wires; docs/hardware/contacts.md and docs/hardware/indicator.md have them")));
    }
    return checks;
  }

  private static void indicator(IndicatorSettings settings, List<Check> checks) {
    List<String> lines = new ArrayList<>();
    settings.led().ifPresent(led -> lines.addAll(led.lines()));
    settings.sound().ifPresent(sound -> {
      switch (sound) {
        case IndicatorSettings.ActiveBuzzer(String line, boolean _) -> lines.add(line);
        case IndicatorSettings.PassiveBuzzer(String chip, int _, int _) -> DeviceFiles.check(INDICATOR,
            Path.of(SysfsPwm.SYSFS.toString(), chip, "export"), "switch PWM on: dtoverlay=pwm,pin=18,func=2", "gpio",
            checks);
      }
    });
    if (!lines.isEmpty()) {
      lines(INDICATOR, settings.chip(), lines, "[panel.indicator]", checks);
    }
  }

  private static void lines(String name, String chip, List<String> lines, String table, List<Check> checks) {
    try {
      checks.add(Check.ok(name, GpioLines.describe(new GpioRequest(chip, lines, GpioRequest.Edge.RISING, Pull.UP))));
    } catch (HalException e) {
      checks.add(Check.fail(name, String.valueOf(e.getMessage()),
          "look at the lines of " + table + "; gpioinfo shows them"));
    }
  }
}
