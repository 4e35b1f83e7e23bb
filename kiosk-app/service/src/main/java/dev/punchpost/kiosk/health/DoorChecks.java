package dev.punchpost.kiosk.health;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.gpio.Pull;
import dev.punchpost.hal.linux.GpioLines;
import dev.punchpost.hal.linux.GpioRequest;
import dev.punchpost.kiosk.config.DoorSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What `doctor` says of the door: whether its lines are there, who holds them, and whether the running service can use
/// them. Nothing is driven.
final class DoorChecks {
  private static final String NAME = "door";
  private static final Path GPIOSET = Path.of("/usr/bin/gpioset");

  private DoorChecks() {}

  static List<Check> of(DoorSettings door, ServiceView service) {
    List<Check> checks = new ArrayList<>();
    try {
      checks.add(Check.ok(NAME, GpioLines.describe(
          new GpioRequest(door.chip(), door.lines(), GpioRequest.Edge.RISING, Pull.UP))));
    } catch (HalException e) {
      checks.add(Check.fail(NAME, String.valueOf(e.getMessage()),
          "look at relay-gpio and the other lines of [door]; gpioinfo shows them"));
    }
    if (!Files.isExecutable(GPIOSET)) {
      checks.add(Check.warn(NAME, "there is no " + GPIOSET + ": after a crash only the resistor locks the door",
          "apt-get install gpiod"));
    }
    if (service instanceof ServiceView.Running running && !running.doorFault().isEmpty()) {
      checks.add(Check.fail(NAME, "does not work: " + running.doorFault(),
          "look at its wires; docs/hardware/door.md has them"));
    }
    return checks;
  }
}
